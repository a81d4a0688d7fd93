/**
 * BatchGetRecord: the latest records of many identifiers of many groups; those that have none are left out.
 * @source docs
 * @source unverified - a group that cannot be read is an error of each of its identifiers; 16 MB an answer, the rest unprocessed
 */
import type {
  BatchGetRecordError,
  BatchGetRecordIdentifier,
  BatchGetRecordResultDetail,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { onlineRecords } from '../../feature-store/online-records.ts';
import { selectedFeatures, shownExpiry, shownRecord } from '../../feature-store/shown-record.ts';
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { FeatureStoreHandler } from './feature-store-handler.ts';
import { requireOnline, resourceNotFound } from './require-group.ts';

/** Characters of stored records that one answer holds. */
const ANSWER_CHARACTERS = 16_000_000;

interface Read {
  readonly records: readonly BatchGetRecordResultDetail[];
  /** Identifiers for which there was no room. */
  readonly left: readonly string[];
  readonly characters: number;
}

const read = (identifier: BatchGetRecordIdentifier, withExpiry: boolean, room: number, context: CallContext): Read => {
  const name = identifier.FeatureGroupName!;
  const group = requireOnline(context, name, resourceNotFound);
  const selection = selectedFeatures(group, identifier.FeatureNames);
  const ids = identifier.RecordIdentifiersValueAsString!;
  const found = onlineRecords(context.plane.store, group.id, ids, context.now());
  const records: BatchGetRecordResultDetail[] = [];
  let characters = 0;
  for (const [index, id] of ids.entries()) {
    const online = found.get(id);
    if (!online) continue;
    characters += online.record!.length;
    if (characters > room) return { records, left: ids.slice(index), characters };
    const expiry = withExpiry ? shownExpiry(online.expires) : undefined;
    records.push({
      FeatureGroupName: name,
      RecordIdentifierValueAsString: id,
      Record: shownRecord(group, online.record!, selection),
      ...(expiry !== undefined && { ExpiresAt: expiry }),
    });
  }
  return { records, left: [], characters };
};

export const batchGetRecord: FeatureStoreHandler<'BatchGetRecord'> = (input, context) => {
  const Records: BatchGetRecordResultDetail[] = [];
  const Errors: BatchGetRecordError[] = [];
  const UnprocessedIdentifiers: BatchGetRecordIdentifier[] = [];
  let room = ANSWER_CHARACTERS;
  for (const identifier of input.Identifiers) {
    try {
      if (room <= 0) {
        UnprocessedIdentifiers.push(identifier);
        continue;
      }
      const { records, left, characters } = read(identifier, input.ExpirationTimeResponse === 'Enabled', room, context);
      Records.push(...records);
      room -= characters;
      if (left.length > 0) UnprocessedIdentifiers.push({ ...identifier, RecordIdentifiersValueAsString: [...left] });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      for (const id of identifier.RecordIdentifiersValueAsString) {
        Errors.push({
          FeatureGroupName: identifier.FeatureGroupName,
          RecordIdentifierValueAsString: id,
          ErrorCode: error.code,
          ErrorMessage: error.message,
        });
      }
    }
  }
  return { Records, Errors, UnprocessedIdentifiers };
};
