/**
 * CreateTable: a table is CREATING, and ACTIVE by the time the engine comes to it. Capacity is kept and shown; nobody is
 * throttled by it.
 * @source docs
 */
import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  ProvisionedThroughput,
  ProvisionedThroughputDescription,
} from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { checkTableRequest } from './check-table-request.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { insertTable, tableArn, tableName, type Table } from './table.ts';
import { tableMachineId, withStatus } from './table-machine.ts';
import { addTags } from './table-tags.ts';
import { supportOnly, unsupported } from './unsupported.ts';

const OPERATION = 'CreateTable';

const MEMBERS: readonly (keyof CreateTableCommandInput)[] = [
  ...(['AttributeDefinitions', 'TableName', 'KeySchema', 'LocalSecondaryIndexes', 'GlobalSecondaryIndexes'] as const),
  ...(['BillingMode', 'ProvisionedThroughput', 'Tags', 'DeletionProtectionEnabled'] as const),
  // Of these what is there anyhow may be asked for.
  ...(['StreamSpecification', 'SSESpecification', 'TableClass'] as const),
];

const INDEX_MEMBERS: readonly (keyof GlobalSecondaryIndex)[] = [
  ...(['IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput'] as const),
];

type Features = Pick<CreateTableCommandInput, 'StreamSpecification' | 'SSESpecification' | 'TableClass'>;

/** @throws AwsError ValidationException that names what the plane does not execute */
export const refuseFeatures = (operation: string, input: Features): void => {
  if (input.StreamSpecification?.StreamEnabled) throw unsupported(operation, 'StreamSpecification');
  if (input.SSESpecification?.Enabled) throw unsupported(operation, 'SSESpecification');
  if (input.TableClass !== undefined && input.TableClass !== 'STANDARD') throw unsupported(operation, 'TableClass');
};

const throughput = (wanted: ProvisionedThroughput | undefined): ProvisionedThroughputDescription => ({
  NumberOfDecreasesToday: 0,
  ReadCapacityUnits: wanted?.ReadCapacityUnits ?? 0,
  WriteCapacityUnits: wanted?.WriteCapacityUnits ?? 0,
});

export const createTable: DynamoDBHandler<typeof OPERATION> = (input, context) => {
  supportOnly(OPERATION, input, MEMBERS);
  for (const index of input.GlobalSecondaryIndexes ?? []) {
    supportOnly(OPERATION, index, INDEX_MEMBERS, 'GlobalSecondaryIndexes.');
  }
  refuseFeatures(OPERATION, input);
  const { plane, accountId, region } = context;
  const name = tableName(context, input.TableName);
  checkTableRequest(OPERATION, { ...input, TableName: name });
  const arn = tableArn(context, name);
  const ofIndex = ({ IndexName }: { IndexName?: string | undefined }): object => ({
    IndexArn: `${arn}/index/${IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
  });
  const created = new Date(context.now());
  const table: Table = withStatus(
    {
      AttributeDefinitions: input.AttributeDefinitions!,
      TableName: name,
      KeySchema: input.KeySchema!,
      CreationDateTime: created,
      ProvisionedThroughput: throughput(input.ProvisionedThroughput),
      TableSizeBytes: 0,
      ItemCount: 0,
      TableArn: arn,
      TableId: randomUUID(),
      ...(input.BillingMode === 'PAY_PER_REQUEST' && {
        BillingModeSummary: { BillingMode: input.BillingMode, LastUpdateToPayPerRequestDateTime: created },
      }),
      ...(input.LocalSecondaryIndexes && {
        LocalSecondaryIndexes: input.LocalSecondaryIndexes.map((index) => ({ ...index, ...ofIndex(index) })),
      }),
      ...(input.GlobalSecondaryIndexes && {
        GlobalSecondaryIndexes: input.GlobalSecondaryIndexes.map((index) => ({
          ...{ ...index, ...ofIndex(index) },
          ProvisionedThroughput: throughput(index.ProvisionedThroughput),
        })),
      }),
      DeletionProtectionEnabled: input.DeletionProtectionEnabled ?? false,
    },
    'CREATING',
  );
  insertTable(plane.store, context, table);
  addTags(plane.store, table.TableId, input.Tags ?? []);
  plane.engine.create('dynamodb-table', { id: tableMachineId(table.TableId), accountId, region }, { table });
  return { TableDescription: table };
};
