/** The types of CloudWatch's handlers. */
import type { CloudWatchOperations } from '../../models/cloudwatch-operations.ts';
import type { Handlers } from '../../service.ts';

export type CloudWatchHandler<Name extends keyof CloudWatchOperations> = Handlers<CloudWatchOperations>[Name];
