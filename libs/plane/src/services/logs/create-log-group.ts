/**
 * CreateLogGroup: a group of log streams.
 * @source docs
 */
import { refuseMembers, unsupported } from './errors.ts';
import { insertLogGroup } from './log-group.ts';
import type { LogsHandler } from './logs-handler.ts';

const OPERATION = 'CreateLogGroup';

export const createLogGroup: LogsHandler<typeof OPERATION> = (input, context) => {
  refuseMembers(OPERATION, input, ['kmsKeyId', 'tags', 'deletionProtectionEnabled']);
  const { logGroupClass = 'STANDARD' } = input;
  if (logGroupClass !== 'STANDARD') throw unsupported(OPERATION, `logGroupClass ${logGroupClass}`);
  insertLogGroup(context, input.logGroupName);
  return {};
};
