/** Reads whole records of one group by identifier from the online store. */
import type { FeatureGroupName } from '@gradus/core';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { featureGroup, type FeatureModel } from '../groups/feature-group.ts';
import { errors } from '../errors.ts';
import { decodeValue, type FeatureReading } from '../records/decode-value.ts';
import { encodeIdentifier } from '../records/encode-record.ts';
import { eventSeconds } from '../records/event-time.ts';
import { batchGet } from './batch-get.ts';

export interface OnlineRecord {
  /** As declared, identifier and event time among them; null where the record has no value. */
  readonly features: Readonly<Record<string, FeatureReading>>;
  /** Seconds since 1970. */
  readonly eventTime: number;
}

/**
 * The latest records of a group, in the order of the identifiers; undefined where there is none, or where it has expired.
 * @param options.now seconds since 1970; the machine's clock when absent
 * @throws GradusError FEATURE_NAME_UNKNOWN, FEATURE_KEY_INVALID, FEATURE_READ_FAILED, FEATURE_VALUE_UNSAFE
 */
export const onlineRecords = async <M extends FeatureModel, const Group extends FeatureGroupName<M>>(
  model: M,
  group: Group,
  identifiers: readonly (string | number | bigint)[],
  { clients, environment }: Pick<FeatureStoreContext, 'clients' | 'environment'>,
  { now = Date.now() / 1000 }: { readonly now?: number } = {},
): Promise<(OnlineRecord | undefined)[]> => {
  const { awsName, features, recordIdentifier, eventTime, eventTimeType, ttlSeconds } = featureGroup(
    model,
    environment.namespace,
    group,
  );
  const types = new Map(features.map(({ name, type }) => [name, type]));
  const ids = identifiers.map((identifier, index) => {
    const id = encodeIdentifier(types.get(recordIdentifier)!, identifier);
    if (id !== undefined) return id;
    throw errors.make('FEATURE_KEY_INVALID', `identifier ${index + 1} identifies no record of ${group}`, {
      got: identifier,
      allowed: [`${types.get(recordIdentifier)!}, as ${recordIdentifier} is declared`],
    });
  });
  const found = new Map<string, OnlineRecord>();
  await batchGet(
    clients.featureStore,
    [{ awsName, ids: [...new Set(ids)] }],
    ({ RecordIdentifierValueAsString, Record }) => {
      const values: Record<string, FeatureReading> = Object.fromEntries(features.map(({ name }) => [name, null]));
      let time = NaN;
      for (const { FeatureName, ValueAsString } of Record ?? []) {
        const type = types.get(FeatureName!);
        if (FeatureName === eventTime) time = eventSeconds(ValueAsString!, eventTimeType);
        if (type && ValueAsString !== undefined) values[FeatureName!] = decodeValue(FeatureName!, type, ValueAsString);
      }
      if (time + (ttlSeconds ?? Infinity) > now) {
        found.set(RecordIdentifierValueAsString!, { features: values, eventTime: time });
      }
    },
  );
  return ids.map((id) => found.get(id));
};
