/**
 * DeleteRecord: a tombstone (SoftDelete) or nothing (HardDelete) in the record's place online, and a marker offline.
 * @source docs
 * @source unverified - the texts; that a record which is not there is deleted with success
 */
import { checkIdentifier, parseEventTime, parseValues } from '../../feature-store/parse-record.ts';
import { onlineRecord, putOnline, removeOnline } from '../../feature-store/online-records.ts';
import { addPendingRows } from '../../feature-store/pending-rows.ts';
import { deletionMarker, pendingValues, targetStores } from '../../feature-store/write-records.ts';
import { validationError } from '../../feature-store/feature-group-errors.ts';
import type { CompiledFeatureGroup } from '../../feature-store/compiled-feature-group.ts';
import type { CallContext } from '../../service.ts';
import type { FeatureStoreHandler } from './feature-store-handler.ts';
import { missingOnWrite, requireGroup } from './require-group.ts';

const hardDelete = (group: CompiledFeatureGroup, identifier: string, eventTime: number, context: CallContext): void => {
  const found = onlineRecord(context.plane.store, group.id, identifier, context.now());
  if (found && found.event_time >= eventTime) {
    throw validationError('EventTime must be later than the EventTime of the existing record in the OnlineStore.');
  }
  removeOnline(context.plane.store, group.id, identifier);
};

export const deleteRecord: FeatureStoreHandler<'DeleteRecord'> = (input, context) => {
  const group = requireGroup(context, input.FeatureGroupName, missingOnWrite);
  const { RecordIdentifierValueAsString: identifier, EventTime: time } = input;
  const { store } = context.plane;
  const targets = targetStores(group, input.TargetStores);
  checkIdentifier(identifier);
  parseValues(group, [{ FeatureName: group.features[group.identifier]!.name, ValueAsString: identifier }]);
  const eventTime = parseEventTime(group, time);
  const now = context.now();
  if (targets.online) {
    if (input.DeletionMode === 'HardDelete') hardDelete(group, identifier, eventTime, context);
    else putOnline(store, group.id, [[identifier, eventTime, null, null]], now);
  }
  if (targets.offline) {
    const marker = deletionMarker(group, identifier, time);
    addPendingRows(context.plane, pendingValues(group.id, eventTime, now, marker, true));
  }
  return {};
};
