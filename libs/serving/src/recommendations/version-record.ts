/** The record of a data version while it is written: begun, reached, complete; only its newest writer may say so. */
import { ConditionalCheckFailedException, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { errors } from '../errors.ts';
import { requireDataVersion, type DataVersion } from './data-version.ts';
import { versionKey } from './keys.ts';
import { keyAttributes } from './recommendation-item.ts';

export interface Written {
  readonly rows: number;
  readonly reverseRows: number;
  readonly popular: readonly string[];
  readonly digest: string;
}

export const versionRecord = (client: DynamoDBClient, table: string, version: string, writer: string) => {
  const Key = keyAttributes(versionKey(version));
  const asWriter = async (update: string, values: Record<string, { S: string } | { N: string } | { SS: string[] }>) => {
    await client
      .send(
        new UpdateItemCommand({
          TableName: table,
          Key,
          UpdateExpression: update,
          ConditionExpression: 'Writer = :writer',
          ...(update.includes('#') && { ExpressionAttributeNames: { '#State': 'State', '#Rows': 'Rows' } }),
          ExpressionAttributeValues: { ...values, ':writer': { S: writer } },
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        throw errors.make('DATA_VERSION_TAKEN_OVER', `another process writes or deletes data version ${version}`, {
          got: version,
          remedy: 'Let one process at a time write a data version.',
          cause: error,
        });
      });
  };
  return {
    /** Begins or takes over; a version that is no longer being written answers as it is. */
    begin: async (now: string, reverseItems: boolean): Promise<DataVersion> => {
      await client
        .send(
          new UpdateItemCommand({
            TableName: table,
            Key,
            UpdateExpression:
              'SET #State = :writing, Version = :version, Writer = :writer, CreatedAt = if_not_exists(CreatedAt, :now), ' +
              'ReverseItems = if_not_exists(ReverseItems, :reverse), Chunks = if_not_exists(Chunks, :none)',
            ConditionExpression: 'attribute_not_exists(PK) OR #State = :writing',
            ExpressionAttributeNames: { '#State': 'State' },
            ExpressionAttributeValues: {
              ':writing': { S: 'writing' },
              ':version': { S: version },
              ':writer': { S: writer },
              ':now': { S: now },
              ':reverse': { BOOL: reverseItems },
              ':none': { N: '0' },
            },
          }),
        )
        .catch((error: unknown) => {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        });
      return requireDataVersion(client, table, version);
    },
    /** So many leading chunks are wholly written. */
    reach: (chunks: number) => asWriter('SET Chunks = :chunks', { ':chunks': { N: String(chunks) } }),
    complete: ({ rows, reverseRows, popular, digest }: Written, now: string) =>
      asWriter(
        'SET #State = :complete, CompletedAt = :now, #Rows = :rows, ReverseRows = :reverse, Popular = :popular, Digest = :digest',
        {
          ':complete': { S: 'complete' },
          ':now': { S: now },
          ':rows': { N: String(rows) },
          ':reverse': { N: String(reverseRows) },
          ':popular': { SS: [...popular] },
          ':digest': { S: digest },
        },
      ),
  };
};
