/**
 * DescribeLogGroups: the account's groups in the order of their names, a page at a time.
 * @source docs
 */
import { contains } from '../../store/page-filter.ts';
import { page } from '../../store/page.ts';
import { invalidParameter, invalidToken, refuseMembers, unsupported } from './errors.ts';
import { logGroupArn, type LogGroupRow } from './log-group.ts';
import type { LogsHandler } from './logs-handler.ts';
import { startsWith } from './starts-with.ts';

const OPERATION = 'DescribeLogGroups';
const DEFAULT_LIMIT = 50;

export const describeLogGroups: LogsHandler<typeof OPERATION> = (input, context) => {
  refuseMembers(OPERATION, input, ['accountIdentifiers', 'includeLinkedAccounts', 'logGroupIdentifiers']);
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass = 'STANDARD' } = input;
  if (logGroupClass !== 'STANDARD') throw unsupported(OPERATION, `logGroupClass ${logGroupClass}`);
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  }
  const { rows, nextToken } = page<LogGroupRow>(context.plane.store, {
    operation: OPERATION,
    table: 'logs_group',
    columns: ['created', 'bytes'],
    scope: context,
    where: [startsWith('name', prefix), contains('name', pattern)],
    sort: ['name'],
    order: 'Ascending',
    maxResults: input.limit ?? DEFAULT_LIMIT,
    nextToken: input.nextToken,
    invalidToken,
  });
  return {
    logGroups: rows.map(({ name, created, bytes }) => ({
      logGroupName: name,
      creationTime: created,
      metricFilterCount: 0,
      arn: `${logGroupArn(context, name)}:*`,
      storedBytes: bytes,
      logGroupClass: 'STANDARD',
      logGroupArn: logGroupArn(context, name),
      deletionProtectionEnabled: false,
    })),
    nextToken,
  };
};
