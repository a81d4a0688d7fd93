/** The types of Lambda's handlers. */
import type { LambdaOperations } from '../../models/lambda-operations.ts';
import type { Handlers } from '../../service.ts';

export type LambdaHandler<Name extends keyof LambdaOperations> = Handlers<LambdaOperations>[Name];
export type LambdaInput<Name extends keyof LambdaOperations> = LambdaOperations[Name]['input'];
