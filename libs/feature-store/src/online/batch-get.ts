/** Reads records of many identifiers of many groups: requests of a hundred identifiers, side by side. */
import {
  BatchGetRecordCommand,
  type BatchGetRecordError,
  type BatchGetRecordIdentifier,
  type BatchGetRecordResultDetail,
  type SageMakerFeatureStoreRuntimeClient,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { errors } from '../errors.ts';
import { withPlainAnswer } from './with-plain-answer.ts';
import { ATTEMPTS, backoff, isTransientCode } from '../records/retry.ts';

export interface Wanted {
  readonly awsName: string;
  readonly ids: readonly string[];
  /** All features when absent. */
  readonly names?: string[];
}

/** Identifiers that one request asks for, of all its groups together: AWS takes a hundred of each group. */
const IDS_A_REQUEST = 100;
const IN_FLIGHT = 16;

/** Requests of at most a hundred identifiers. */
export const requestsOf = (wanted: readonly Wanted[]): BatchGetRecordIdentifier[][] => {
  const requests: BatchGetRecordIdentifier[][] = [];
  let current: BatchGetRecordIdentifier[] = [];
  let room = IDS_A_REQUEST;
  for (const { awsName, ids, names } of wanted) {
    for (let from = 0; from < ids.length;) {
      const part = ids.slice(from, from + room);
      current.push({
        ...{ FeatureGroupName: awsName, RecordIdentifiersValueAsString: part },
        ...(names && { FeatureNames: names }),
      });
      from += part.length;
      room -= part.length;
      if (room > 0) continue;
      requests.push(current);
      current = [];
      room = IDS_A_REQUEST;
    }
  }
  if (current.length > 0) requests.push(current);
  return requests;
};

const failed = ({ FeatureGroupName, RecordIdentifierValueAsString, ErrorCode, ErrorMessage }: BatchGetRecordError) =>
  errors.make('FEATURE_READ_FAILED', `${FeatureGroupName}: ${ErrorCode}: ${ErrorMessage}`, {
    got: RecordIdentifierValueAsString,
    remedy:
      ErrorCode === 'ResourceNotFound' ? 'Make the feature groups first: ensureFeatureGroups.' : 'Do it again later.',
  });

const readAll = async (
  client: SageMakerFeatureStoreRuntimeClient,
  first: BatchGetRecordIdentifier[],
  take: (record: BatchGetRecordResultDetail) => void,
): Promise<void> => {
  let left = first;
  for (let attempt = 1; ; attempt += 1) {
    const { Records, Errors, UnprocessedIdentifiers } = await client.send(
      withPlainAnswer(new BatchGetRecordCommand({ Identifiers: left })),
    );
    for (const record of Records ?? []) take(record);
    const refusal = Errors?.find(({ ErrorCode }) => !isTransientCode(ErrorCode ?? ''));
    if (refusal) throw failed(refusal);
    const again = (Errors ?? []).map(({ FeatureGroupName, RecordIdentifierValueAsString }) => ({
      ...first.find((each) => each.FeatureGroupName === FeatureGroupName)!,
      RecordIdentifiersValueAsString: [RecordIdentifierValueAsString!],
    }));
    left = [...(UnprocessedIdentifiers ?? []), ...again];
    if (left.length === 0) return;
    if (attempt === ATTEMPTS) {
      const { FeatureGroupName, RecordIdentifiersValueAsString } = left[0]!;
      throw errors.make('FEATURE_READ_FAILED', `${FeatureGroupName} was not read after ${ATTEMPTS} attempts`, {
        got: RecordIdentifiersValueAsString,
        remedy: 'Ask for less at a time, or again later.',
      });
    }
    await backoff(attempt);
  }
};

/**
 * Calls `take` with each record that is there. What AWS leaves unprocessed is asked for again.
 * @throws GradusError FEATURE_READ_FAILED
 */
export const batchGet = async (
  client: SageMakerFeatureStoreRuntimeClient,
  wanted: readonly Wanted[],
  take: (record: BatchGetRecordResultDetail) => void,
): Promise<void> => {
  const requests = requestsOf(wanted);
  if (requests.length === 1) return readAll(client, requests[0]!, take);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < requests.length; index = next++) await readAll(client, requests[index]!, take);
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, requests.length) }, work));
};
