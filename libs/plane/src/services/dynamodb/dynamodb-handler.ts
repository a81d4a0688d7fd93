/** The types of DynamoDB's handlers of tables. */
import type { DynamoDBOperations } from '../../models/dynamodb-operations.ts';
import type { Handlers } from '../../service.ts';

export type DynamoDBHandler<Name extends keyof DynamoDBOperations> = Handlers<DynamoDBOperations>[Name];
