/**
 * PutRecord: writes a record, online if it is the latest of its identifier, offline in any case.
 * @source docs
 * @source unverified - a record of the same event time is a historic one
 */
import { parseRecord } from '../../feature-store/parse-record.ts';
import { recordTtl, targetStores, writeRecords } from '../../feature-store/write-records.ts';
import type { FeatureStoreHandler } from './feature-store-handler.ts';
import { missingOnWrite, requireGroup } from './require-group.ts';

export const putRecord: FeatureStoreHandler<'PutRecord'> = (input, context) => {
  const group = requireGroup(context, input.FeatureGroupName, missingOnWrite);
  const write = {
    group,
    record: parseRecord(group, input.Record),
    targets: targetStores(group, input.TargetStores),
    ttl: recordTtl(group, input.TtlDuration),
  };
  writeRecords(context.plane, [write], context.now());
  return {};
};
