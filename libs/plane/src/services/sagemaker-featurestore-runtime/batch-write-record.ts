/**
 * BatchWriteRecord: writes up to 25 records of any groups; one that is refused does not keep the others.
 * @source docs
 * @source unverified - an unknown group is an error of its entry; no entry is ever left unprocessed
 */
import type { BatchWriteRecordEntry, BatchWriteRecordError } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { parseRecord } from '../../feature-store/parse-record.ts';
import { recordTtl, targetStores, writeRecords, type RecordWrite } from '../../feature-store/write-records.ts';
import type { CompiledFeatureGroup } from '../../feature-store/compiled-feature-group.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { FeatureStoreHandler } from './feature-store-handler.ts';
import { requireGroup, resourceNotFound } from './require-group.ts';

export const batchWriteRecord: FeatureStoreHandler<'BatchWriteRecord'> = (input, context) => {
  const groups = new Map<string, CompiledFeatureGroup>();
  const groupOf = (name: string): CompiledFeatureGroup => {
    let group = groups.get(name);
    if (!group) groups.set(name, (group = requireGroup(context, name, resourceNotFound)));
    return group;
  };
  const writeOf = (entry: BatchWriteRecordEntry): RecordWrite => {
    const group = groupOf(entry.FeatureGroupName!);
    return {
      group,
      record: parseRecord(group, entry.Record!),
      targets: targetStores(group, entry.TargetStores),
      ttl: recordTtl(group, entry.TtlDuration ?? input.TtlDuration),
    };
  };
  const writes: RecordWrite[] = [];
  const Errors: BatchWriteRecordError[] = [];
  for (const Entry of input.Entries) {
    try {
      writes.push(writeOf(Entry));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push({ Entry, ErrorCode: error.code, ErrorMessage: error.message });
    }
  }
  writeRecords(context.plane, writes, context.now());
  return { Errors, UnprocessedEntries: [] };
};
