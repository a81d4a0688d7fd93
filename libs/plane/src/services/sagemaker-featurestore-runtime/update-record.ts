/**
 * UpdateRecord: changes some values of a record that is online, and writes the whole record offline.
 * @source docs - older event times conflict, equal ones do not; a time to live needs an event time; 100 features a call
 * @source unverified - the texts; that the offline store gets the whole record
 */
import type { UpdateRecordCommandInput } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { CompiledFeatureGroup } from '../../feature-store/compiled-feature-group.ts';
import { validationError } from '../../feature-store/feature-group-errors.ts';
import { onlineRecord, replaceOnline, type OnlineRecord } from '../../feature-store/online-records.ts';
import { addPendingRows } from '../../feature-store/pending-rows.ts';
import { checkRecordSize, parseEventTime, parseValues, type StoredValue } from '../../feature-store/parse-record.ts';
import { ttlSeconds } from '../../feature-store/ttl-seconds.ts';
import { expiryOf, pendingValues, targetStores } from '../../feature-store/write-records.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { FeatureStoreHandler } from './feature-store-handler.ts';
import { requireOnline, resourceNotFound } from './require-group.ts';

const MOST_FEATURES = 100;

/** Values as the request gives them, in the order of the definitions. */
const givenValues = (group: CompiledFeatureGroup, input: UpdateRecordCommandInput): StoredValue[] => {
  if (input.Features!.length > MOST_FEATURES) {
    throw validationError(`Features can have at most ${MOST_FEATURES} members.`);
  }
  const given = parseValues(group, input.Features!);
  const identifier = given[group.identifier];
  if (identifier !== null && identifier !== input.RecordIdentifierValueAsString) {
    throw validationError('The value of the record identifier feature must be RecordIdentifierValueAsString.');
  }
  return given;
};

/** When the record expires: by the request's time to live, or as long after its event time as before. */
const newExpiry = (
  found: OnlineRecord,
  eventTime: number,
  ttl: UpdateRecordCommandInput['TtlDuration'],
): number | null => {
  if (ttl) return expiryOf(eventTime, ttlSeconds(ttl));
  return found.expires === null ? null : expiryOf(eventTime, found.expires / 1000 - found.event_time);
};

export const updateRecord: FeatureStoreHandler<'UpdateRecord'> = (input, context) => {
  const { store } = context.plane;
  const group = requireOnline(context, input.FeatureGroupName, resourceNotFound);
  const identifier = input.RecordIdentifierValueAsString;
  if (group.storageType === 'Standard') {
    throw validationError('UpdateRecord is supported only for the online store types Standard_V2 and InMemory.');
  }
  const targets = targetStores(group, input.TargetStores);
  const given = givenValues(group, input);
  const time = given[group.eventTime] as string | null;
  if (input.TtlDuration && time === null) throw validationError('TtlDuration requires an EventTime in Features.');
  const now = context.now();
  const found = onlineRecord(store, group.id, identifier, now);
  if (!found?.record) {
    throw resourceNotFound(
      `Resource Not Found: FeatureGroup ${group.name} has no record with identifier ${identifier}`,
    );
  }
  const eventTime = time === null ? found.event_time : parseEventTime(group, time);
  if (eventTime < found.event_time) {
    throw new AwsError('ConflictException', 409, "EventTime is older than the record's current EventTime.");
  }
  const before = JSON.parse(found.record) as StoredValue[];
  const record = JSON.stringify(given.map((value, index) => value ?? before[index] ?? null));
  checkRecordSize(record);
  if (targets.online) {
    const expires = newExpiry(found, eventTime, input.TtlDuration);
    if (expires === null || expires > now) replaceOnline(store, group.id, [identifier, eventTime, expires, record]);
  }
  if (targets.offline) addPendingRows(context.plane, pendingValues(group.id, eventTime, now, record));
  return {};
};
