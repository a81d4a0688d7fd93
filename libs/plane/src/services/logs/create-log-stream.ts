/**
 * CreateLogStream: a sequence of events in a group.
 * @source docs
 */
import { requireLogGroup } from './log-group.ts';
import { insertLogStream } from './log-stream.ts';
import type { LogsHandler } from './logs-handler.ts';

export const createLogStream: LogsHandler<'CreateLogStream'> = (input, context) => {
  insertLogStream(context, requireLogGroup(context, input.logGroupName).id, input.logStreamName);
  return {};
};
