/**
 * GetRecord: the latest record of an identifier; an identifier that has none is no error.
 * @source docs
 */
import { onlineRecord } from '../../feature-store/online-records.ts';
import { selectedFeatures, shownExpiry, shownRecord } from '../../feature-store/shown-record.ts';
import type { FeatureStoreHandler } from './feature-store-handler.ts';
import { requireOnline, resourceNotFound } from './require-group.ts';

export const getRecord: FeatureStoreHandler<'GetRecord'> = (input, context) => {
  const group = requireOnline(context, input.FeatureGroupName, resourceNotFound);
  const selection = selectedFeatures(group, input.FeatureNames);
  const found = onlineRecord(context.plane.store, group.id, input.RecordIdentifierValueAsString, context.now());
  if (!found?.record) return {};
  const expiry = input.ExpirationTimeResponse === 'Enabled' ? shownExpiry(found.expires) : undefined;
  return { Record: shownRecord(group, found.record, selection), ...(expiry !== undefined && { ExpiresAt: expiry }) };
};
