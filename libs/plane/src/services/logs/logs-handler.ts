/** The types of CloudWatch Logs' handlers. */
import type { LogsOperations } from '../../models/logs-operations.ts';
import type { Handlers } from '../../service.ts';

export type LogsHandler<Name extends keyof LogsOperations> = Handlers<LogsOperations>[Name];
