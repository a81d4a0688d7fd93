/** The rows of CloudWatch Logs in the table of list operations. */
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  PutLogEventsCommand,
  type OrderBy,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ListOperation } from './list-operation.ts';

/** The group whose streams are listed. */
const STREAMS_OF = 'ratings';

export const LOGS_LISTS: readonly ListOperation[] = [
  {
    operation: 'logs:DescribeLogGroups',
    create: ({ logs }, name) => logs.send(new CreateLogGroupCommand({ logGroupName: name })),
    list: async ({ logs }, { maxResults, nextToken, filter }) => {
      const answer = await logs.send(new DescribeLogGroupsCommand({ limit: maxResults, nextToken, ...filter }));
      return { names: answer.logGroups!.map(({ logGroupName }) => logGroupName!), nextToken: answer.nextToken };
    },
    sorts: {},
    defaults: { sortBy: 'logGroupName', sortOrder: 'Ascending' },
    pageSize: { usual: 50, least: 1, most: 50 },
    filters: () => [
      { title: 'prefix', filter: { logGroupNamePrefix: 'm-' }, keeps: ({ name }) => name.startsWith('m-') },
      { title: 'pattern', filter: { logGroupNamePattern: 'special' }, keeps: ({ name }) => name.includes('special') },
    ],
    nothing: { logGroupNamePrefix: 'no-such-name' },
    error: 'InvalidParameterException',
  },
  {
    operation: 'logs:DescribeLogStreams',
    prepare: ({ logs }) => logs.send(new CreateLogGroupCommand({ logGroupName: STREAMS_OF })),
    create: async ({ logs }, name, index) => {
      const names = { logGroupName: STREAMS_OF, logStreamName: name };
      await logs.send(new CreateLogStreamCommand(names));
      const timestamp = Date.now() - index * 1000;
      await logs.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp, message: name }] }));
    },
    list: async ({ logs }, { maxResults, nextToken, sortBy, sortOrder, filter }) => {
      const answer = await logs.send(
        new DescribeLogStreamsCommand({
          logGroupName: STREAMS_OF,
          limit: maxResults,
          nextToken,
          orderBy: sortBy as OrderBy,
          descending: sortOrder === 'Descending',
          ...filter,
        }),
      );
      return { names: answer.logStreams!.map(({ logStreamName }) => logStreamName!), nextToken: answer.nextToken };
    },
    sorts: { LogStreamName: ({ name }) => name, LastEventTime: ({ index }) => -index },
    defaults: { sortBy: 'LogStreamName', sortOrder: 'Ascending' },
    pageSize: { usual: 50, least: 1, most: 50 },
    filters: () => [
      { title: 'prefix', filter: { logStreamNamePrefix: 'm-' }, keeps: ({ name }) => name.startsWith('m-') },
    ],
    nothing: { logStreamNamePrefix: 'no-such-name' },
    error: 'InvalidParameterException',
    otherAccount: 'refused',
  },
];
