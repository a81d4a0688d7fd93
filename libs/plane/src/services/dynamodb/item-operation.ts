/**
 * The operations on items: a request as it travels is checked and executed by dynalite, on the plane's own store.
 * @source unverified - dynalite's rules and words, which it took from answers of DynamoDB
 */
import type { CallContext, Handler } from '../../service.ts';
import { AwsError, validationException } from '../../wire/aws-error.ts';
import { dynamodbModel } from '../../models/dynamodb-model.ts';
import { BATCH_GET_ITEM_SIZE, batchGetAnswer } from './batch-get-answer.ts';
import { checkRequest, dynaliteAction, dynaliteError, dynaliteMembers, type Json } from './dynalite.ts';
import { itemStores } from './item-stores.ts';
import { tableName } from './table.ts';
import { TableStore } from './table-store.ts';
import { supportOnly, unsupported } from './unsupported.ts';

const MOST_WRITES = 25;

/** Members that dynalite takes and does nothing about, or does not know. */
const refuseIgnored = (operation: string, input: Json): void => {
  const shape = dynamodbModel.shapes[dynamodbModel.operations[operation]!.input!];
  const model = shape?.type === 'structure' ? Object.keys(shape.members) : [];
  const known = Object.fromEntries(Object.entries(input).filter(([member]) => model.includes(member)));
  supportOnly(operation, known, dynaliteMembers(operation));
  if (input['ReturnItemCollectionMetrics'] === 'SIZE') throw unsupported(operation, 'ReturnItemCollectionMetrics');
};

const checkBatch = (requests: Json): void => {
  const writes = Object.values(requests).reduce<number>((sum, each) => sum + (each as unknown[]).length, 0);
  if (writes > MOST_WRITES) throw validationException('Too many items requested for the BatchWriteItem call');
};

const isConditionFailure = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.code === 'ConditionalCheckFailedException';

const run = async (operation: string, input: Json, context: CallContext): Promise<Json> => {
  const { plane, accountId, region } = context;
  refuseIgnored(operation, input);
  const items = await itemStores(plane).of(accountId, region);
  const batchGet = operation === 'BatchGetItem';
  const store = new TableStore(plane.store, items, { accountId, region }, batchGet ? BATCH_GET_ITEM_SIZE : undefined);
  const { TableName } = input;
  const named = typeof TableName === 'string' ? { ...input, TableName: tableName(context, TableName) } : input;
  const data = checkRequest(operation, named, store);
  if (operation === 'BatchWriteItem') checkBatch(data['RequestItems'] as Json);
  try {
    return await new Promise<Json>((resolve, reject) => {
      dynaliteAction(operation)(store, data, (error, result) => {
        if (!error) {
          resolve(batchGet ? batchGetAnswer(result!, input['RequestItems'] as Json) : result!);
          return;
        }
        const refusal = dynaliteError(error);
        // Nothing comes between the check and this read.
        const item = isConditionFailure(refusal) && data['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
        const old = item ? store.itemOf(data) : undefined;
        reject(
          old && refusal instanceof AwsError
            ? new AwsError(refusal.code, refusal.statusCode, refusal.message, { Item: old })
            : (refusal as Error),
        );
      });
    });
  } finally {
    // A refusal tells of what others wrote, as an answer does.
    await items.committed();
  }
};

/** Its input and output are DynamoDB JSON, whatever the types say: bytes are base64. */
export const itemOperation =
  (operation: string): Handler<object, never> =>
  async (input, context) =>
    (await run(operation, input as Json, context)) as never;
