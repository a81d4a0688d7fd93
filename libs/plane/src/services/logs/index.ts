/** CloudWatch Logs: groups, streams, and events by time. */
import { logsModel } from '../../models/logs-model.ts';
import type { LogsOperations } from '../../models/logs-operations.ts';
import { defineService } from '../../service.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { LOG_EVENT_SCHEMA } from './log-event.ts';
import { LOG_GROUP_SCHEMA } from './log-group.ts';
import { LOG_STREAM_SCHEMA } from './log-stream.ts';
import { putLogEvents } from './put-log-events.ts';

export const logs = defineService<LogsOperations>({
  model: logsModel,
  schema: [...LOG_GROUP_SCHEMA, ...LOG_STREAM_SCHEMA, ...LOG_EVENT_SCHEMA],
  handlers: {
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    PutLogEvents: putLogEvents,
  },
});
