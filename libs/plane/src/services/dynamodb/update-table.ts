/**
 * UpdateTable: capacity of the table and of its indexes, the billing mode, and protection from deletion.
 * @source docs
 */
import type {
  GlobalSecondaryIndexDescription,
  ProvisionedThroughput,
  ProvisionedThroughputDescription,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { validationException } from '../../wire/aws-error.ts';
import { checkTableRequest } from './check-table-request.ts';
import { refuseFeatures } from './create-table.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { noSuchResource } from './errors.ts';
import { requireIdleTable, tableName, type Table } from './table.ts';
import { tableMachineId, withStatus } from './table-machine.ts';
import { supportOnly, unsupported } from './unsupported.ts';

const OPERATION = 'UpdateTable';

const MEMBERS: readonly (keyof UpdateTableCommandInput)[] = [
  ...(['TableName', 'BillingMode', 'ProvisionedThroughput', 'GlobalSecondaryIndexUpdates'] as const),
  ...(['DeletionProtectionEnabled', 'StreamSpecification', 'SSESpecification', 'TableClass'] as const),
];

type Change = (now: ProvisionedThroughputDescription | undefined) => ProvisionedThroughputDescription;

const changed =
  (wanted: ProvisionedThroughput, at: Date): Change =>
  (now = {}) => {
    const reads = wanted.ReadCapacityUnits! - (now.ReadCapacityUnits ?? 0);
    const writes = wanted.WriteCapacityUnits! - (now.WriteCapacityUnits ?? 0);
    const less = reads < 0 || writes < 0;
    if (reads === 0 && writes === 0) {
      throw validationException(
        'The provisioned throughput for the table will not change. The requested value equals the current value. ' +
          `Current ReadCapacityUnits provisioned for the table: ${now.ReadCapacityUnits}. ` +
          `Requested ReadCapacityUnits: ${wanted.ReadCapacityUnits}. ` +
          `Current WriteCapacityUnits provisioned for the table: ${now.WriteCapacityUnits}. ` +
          `Requested WriteCapacityUnits: ${wanted.WriteCapacityUnits}. ` +
          'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
      );
    }
    return {
      ...now,
      ReadCapacityUnits: wanted.ReadCapacityUnits,
      WriteCapacityUnits: wanted.WriteCapacityUnits,
      NumberOfDecreasesToday: (now.NumberOfDecreasesToday ?? 0) + (less ? 1 : 0),
      ...((reads > 0 || writes > 0) && { LastIncreaseDateTime: at }),
      ...(less && { LastDecreaseDateTime: at }),
    };
  };

const onDemand: Change = (now) => ({ ...now, ReadCapacityUnits: 0, WriteCapacityUnits: 0 });

const NOT_ON_DEMAND =
  'One or more parameter values were invalid: ' +
  'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST';

/** The capacity that the input asks for of each index, by name. */
const indexThroughput = (table: Table, input: UpdateTableCommandInput): Map<string, ProvisionedThroughput> => {
  const updates = new Map<string, ProvisionedThroughput>();
  for (const { Create, Delete, Update } of input.GlobalSecondaryIndexUpdates ?? []) {
    if (Create) throw unsupported(OPERATION, 'GlobalSecondaryIndexUpdates.Create');
    if (Delete) throw unsupported(OPERATION, 'GlobalSecondaryIndexUpdates.Delete');
    supportOnly(OPERATION, Update!, ['IndexName', 'ProvisionedThroughput'], 'GlobalSecondaryIndexUpdates.Update.');
    if (!table.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === Update!.IndexName)) {
      throw noSuchResource(`: Index: ${Update!.IndexName}`);
    }
    if (Update!.ProvisionedThroughput) updates.set(Update!.IndexName!, Update!.ProvisionedThroughput);
  }
  return updates;
};

const wantedTable = (table: Table, input: UpdateTableCommandInput, at: Date): Table => {
  const mode = table.BillingModeSummary?.BillingMode ?? 'PROVISIONED';
  const wantedMode = input.BillingMode ?? mode;
  if (wantedMode === 'PAY_PER_REQUEST' && input.ProvisionedThroughput) throw validationException(NOT_ON_DEMAND);
  const updates = indexThroughput(table, input);
  const missing = (table.GlobalSecondaryIndexes ?? []).filter(({ IndexName }) => !updates.has(IndexName!));
  if (mode !== wantedMode && wantedMode === 'PROVISIONED' && missing.length > 0) {
    throw validationException(
      'One or more parameter values were invalid: ProvisionedThroughput must be specified for index: ' +
        missing.map(({ IndexName }) => IndexName).join(','),
    );
  }
  const ofIndex = (index: GlobalSecondaryIndexDescription): GlobalSecondaryIndexDescription => {
    const wanted = updates.get(index.IndexName!);
    const change = wantedMode === 'PAY_PER_REQUEST' ? onDemand : wanted && changed(wanted, at);
    return change ? { ...index, ProvisionedThroughput: change(index.ProvisionedThroughput) } : index;
  };
  const change =
    wantedMode === 'PAY_PER_REQUEST'
      ? onDemand
      : input.ProvisionedThroughput && changed(input.ProvisionedThroughput, at);
  return {
    ...table,
    ...(change && { ProvisionedThroughput: change(table.ProvisionedThroughput) }),
    ...(table.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map(ofIndex) }),
    ...(mode !== wantedMode && {
      BillingModeSummary: {
        ...table.BillingModeSummary,
        BillingMode: wantedMode,
        ...(wantedMode === 'PAY_PER_REQUEST' && { LastUpdateToPayPerRequestDateTime: at }),
      },
    }),
    DeletionProtectionEnabled: input.DeletionProtectionEnabled ?? table.DeletionProtectionEnabled!,
  };
};

export const updateTable: DynamoDBHandler<typeof OPERATION> = (input, context) => {
  supportOnly(OPERATION, input, MEMBERS);
  refuseFeatures(OPERATION, input);
  const { DeletionProtectionEnabled: protection, ...rest } = {
    ...input,
    TableName: tableName(context, input.TableName),
  };
  // Enough to ask for, which dynalite does not know yet.
  if (protection === undefined || Object.keys(rest).length > 1) checkTableRequest(OPERATION, rest);
  const table = requireIdleTable(context, input.TableName);
  const wanted = wantedTable(table, input, new Date(context.now()));
  context.plane.engine.signal(tableMachineId(table.TableId), 'update', wanted);
  return { TableDescription: withStatus(table, 'UPDATING') };
};
