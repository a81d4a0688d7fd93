/** Makes the recommendation table, or leaves it as it is. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { waitFor, type AwsClients, type Environment } from '@gradus/aws';
import { recommendationTable } from './recommendation-table.ts';
import { recommendationsOf, type RecommendingModel } from './settings.ts';

/** AWS makes a table in seconds. */
const TIMEOUT_MS = 300_000;

export interface TableContext {
  readonly clients: Pick<AwsClients, 'dynamodb'>;
  readonly environment: Pick<Environment, 'namespace' | 'poll'>;
}

/**
 * The name of the table, which is there, active, and expires items.
 * @throws GradusError RECOMMENDATIONS_NOT_DECLARED, WAIT_TIMEOUT
 */
export const ensureRecommendationTable = async (
  model: RecommendingModel,
  { clients: { dynamodb }, environment }: TableContext,
): Promise<string> => {
  recommendationsOf(model);
  const { table, timeToLive } = recommendationTable(model, environment.namespace);
  const { TableName } = table;
  const look = () => dynamodb.send(new DescribeTableCommand({ TableName }));
  await look().catch(async (error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await dynamodb.send(new CreateTableCommand(table)).catch((raced: unknown) => {
      if (!(raced instanceof ResourceInUseException)) throw raced;
    });
  });
  await waitFor({
    what: `table ${TableName}`,
    look,
    done: ({ Table }) => Table?.TableStatus === 'ACTIVE',
    name: ({ Table }) => Table?.TableStatus ?? 'unknown',
    timeoutMs: TIMEOUT_MS,
    poll: environment.poll,
  });
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'DISABLED')
    await dynamodb.send(new UpdateTimeToLiveCommand(timeToLive));
  return TableName;
};
