/** Sends records in batches as large as AWS takes, again where AWS did not get to them, and slower where it says so. */
import {
  BatchWriteRecordCommand,
  type BatchWriteRecordEntry,
  type SageMakerFeatureStoreRuntimeClient,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { errors } from '../errors.ts';
import { ATTEMPTS, backoff, isThrottle, isTransient, isTransientCode } from '../records/retry.ts';
import type { EncodedRecord } from '../records/encode-record.ts';
import type { Gate } from './gate.ts';

/** Records that AWS takes at once. */
export const RECORDS_A_BATCH = 25;

/** A record that AWS refuses, however often it is sent. */
export interface Refusal {
  /** Of the batch. */
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** What of a batch is left to be sent, by index, and what was refused. */
const outcome = (
  sent: readonly { readonly index: number; readonly entry: BatchWriteRecordEntry }[],
  unprocessed: readonly BatchWriteRecordEntry[],
  failures: readonly { Entry?: BatchWriteRecordEntry; ErrorCode?: string; ErrorMessage?: string }[],
) => {
  // AWS answers with the entries themselves: equal ones are interchangeable.
  const places = new Map<string, number[]>();
  const nameOfEntry = ({ Record }: BatchWriteRecordEntry): string => JSON.stringify(Record);
  if (unprocessed.length + failures.length > 0) {
    for (const { index, entry } of sent) {
      const name = nameOfEntry(entry);
      const known = places.get(name);
      if (known) known.push(index);
      else places.set(name, [index]);
    }
  }
  const placeOf = (entry: BatchWriteRecordEntry | undefined): number => {
    const index = entry && places.get(nameOfEntry(entry))?.shift();
    if (index !== undefined) return index;
    throw errors.make('FEATURE_WRITE_FAILED', 'AWS answered with a record that was not sent', { got: entry });
  };
  const left = unprocessed.map(placeOf);
  const refused: Refusal[] = [];
  let throttled = false;
  for (const { Entry, ErrorCode: code = '', ErrorMessage: message = '' } of failures) {
    const index = placeOf(Entry);
    throttled ||= isThrottle(code);
    if (isTransientCode(code)) left.push(index);
    else refused.push({ index, code, message });
  }
  return { left, refused, throttled };
};

/**
 * Writes records of one group, at most 25. When it resolves, each of them is acknowledged or refused.
 * @throws GradusError FEATURE_WRITE_FAILED when AWS takes some of them at no attempt; whatever AWS answers otherwise
 */
export const batchWrite = async (
  client: SageMakerFeatureStoreRuntimeClient,
  awsName: string,
  records: readonly EncodedRecord[],
  gate: Pick<Gate, 'slower'>,
): Promise<Refusal[]> => {
  const entries = records.map(({ record }, index) => ({ index, entry: { FeatureGroupName: awsName, Record: record } }));
  const refused: Refusal[] = [];
  let left = entries;
  for (let attempt = 1; ; attempt += 1) {
    let cause: unknown;
    try {
      const { UnprocessedEntries, Errors } = await client.send(
        new BatchWriteRecordCommand({ Entries: left.map(({ entry }) => entry) }),
      );
      const result = outcome(left, UnprocessedEntries ?? [], Errors ?? []);
      refused.push(...result.refused);
      if (result.left.length === 0) return refused;
      if (result.throttled || (UnprocessedEntries?.length ?? 0) > 0) gate.slower();
      left = result.left.map((index) => entries[index]!);
    } catch (error) {
      if (!isTransient(error) || attempt === ATTEMPTS) throw error;
      if (isThrottle((error as Error).name)) gate.slower();
      cause = error;
    }
    if (attempt === ATTEMPTS) {
      throw errors.make(
        'FEATURE_WRITE_FAILED',
        `${awsName} took ${left.length} records at none of ${ATTEMPTS} attempts`,
        {
          ...{ got: left[0]!.entry.Record, remedy: 'Do it again: it goes on where it ended.', cause },
        },
      );
    }
    await backoff(attempt);
  }
};
