/** What there is to see of a recommendation table: its data versions, the history of what was served, who was recommended what. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { errors } from '../errors.ts';
import { currentPointer } from './change-pointer.ts';
import { dataVersions, requireDataVersion, type DataVersion } from './data-version.ts';
import { contentPartition, HISTORY_PARTITION, parseKey } from './keys.ts';
import { readSwitch, type DataSwitch } from './served-pointer.ts';
import { isExpired } from './recommendation-item.ts';
import { recommendationsOf, tableName, type RecommendationContext, type RecommendingModel } from './settings.ts';

export interface ListedDataVersion extends DataVersion {
  readonly role?: 'served' | 'tried' | 'previous';
}

/** Every data version with its state and its role, by name. */
export async function* listDataVersions(
  model: RecommendingModel,
  { clients, environment }: RecommendationContext,
): AsyncGenerator<ListedDataVersion> {
  recommendationsOf(model);
  const table = tableName(model, environment.namespace);
  const { stable, previous, trial } = await currentPointer(clients.dynamodb, table);
  const roles = new Map<string | undefined, ListedDataVersion['role']>([
    [previous, 'previous'],
    [trial?.candidate, 'tried'],
    [stable, 'served'],
  ]);
  for await (const version of dataVersions(clients.dynamodb, table)) {
    const role = roles.get(version.version);
    yield { ...version, ...(role && { role }) };
  }
}

/** What was done to what is served, newest first. */
export const dataHistory = async (
  model: RecommendingModel,
  { clients, environment }: RecommendationContext,
  limit = 50,
): Promise<DataSwitch[]> => {
  const table = tableName(model, environment.namespace);
  const { last } = await currentPointer(clients.dynamodb, table);
  const { Items = [] } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': { S: HISTORY_PARTITION } },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  const written = Items.map(readSwitch);
  return last && written[0]?.revision !== last.revision ? [last, ...written].slice(0, limit) : written;
};

export interface RecommendedUsers {
  readonly version: string;
  readonly users: readonly string[];
  /** Gives the next page; absent after the last. */
  readonly cursor?: string;
}

/**
 * Who was recommended a content, in the served data version or another; the model must have declared `reverseItems` when that was written.
 * @throws GradusError RECOMMENDATIONS_NOT_DECLARED, DATA_NOTHING_SERVED, DATA_VERSION_UNKNOWN
 */
export const whoWasRecommended = async (
  model: RecommendingModel,
  content: string,
  { clients, environment }: RecommendationContext,
  {
    version: given,
    limit = 100,
    cursor,
    now = Date.now,
  }: { version?: string; limit?: number; cursor?: string; now?: () => number } = {},
): Promise<RecommendedUsers> => {
  if (!recommendationsOf(model).reverseItems) {
    throw errors.make('RECOMMENDATIONS_NOT_DECLARED', `${model.name} does not write who was recommended what`, {
      remedy: 'Declare serve.recommendations.reverseItems: true, and write a new data version.',
    });
  }
  const table = tableName(model, environment.namespace);
  const version = given ?? (await currentPointer(clients.dynamodb, table)).stable;
  if (version === undefined) {
    throw errors.make('DATA_NOTHING_SERVED', `${model.name} serves no data version yet`, {
      remedy: `Write one, and serve it: gradus switch-data ${model.name} <version> --why "…"`,
    });
  }
  if (!(await requireDataVersion(clients.dynamodb, table, version)).reverseItems) {
    throw errors.make(
      'RECOMMENDATIONS_NOT_DECLARED',
      `data version ${version} does not have who was recommended what`,
      {
        got: version,
        remedy:
          'Write a new data version: the model did not declare serve.recommendations.reverseItems when this one was written.',
      },
    );
  }
  const PK = contentPartition(content, version);
  const { Items = [], LastEvaluatedKey } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': { S: PK } },
      Limit: limit,
      ...(cursor !== undefined && {
        ExclusiveStartKey: { PK: { S: PK }, SK: { S: Buffer.from(cursor, 'base64url').toString() } },
      }),
    }),
  );
  const users = Items.flatMap((item) => {
    const parsed = parseKey({ PK: item['PK']!.S!, SK: item['SK']!.S! });
    const expiresAt = item['TTL']?.N;
    const gone = isExpired(expiresAt === undefined ? {} : { expiresAt: Number(expiresAt) }, now());
    return parsed?.kind === 'reverse' && !gone ? [parsed.user] : [];
  });
  const last = LastEvaluatedKey?.['SK']?.S;
  return { version, users, ...(last !== undefined && { cursor: Buffer.from(last).toString('base64url') }) };
};
