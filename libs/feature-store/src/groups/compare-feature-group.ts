/** What it takes to make a feature group equal to its declaration, or why that cannot be. */
import type { CreateFeatureGroupRequest, FeatureDefinition, TtlDuration } from '@aws-sdk/client-sagemaker';
import type { Mistake } from '@gradus/core';
import type { DescribedFeatureGroup } from './describe-feature-group.ts';

export interface FeatureGroupChange {
  /** Features that AWS adds to the group. */
  readonly additions: readonly FeatureDefinition[];
  readonly ttl?: TtlDuration;
  /** What AWS cannot change. */
  readonly mistakes: readonly Mistake[];
}

const REMAKE = 'Declare it as it is, or declare a new group and ingest again.';

/**
 * Compares a declaration with the group that is there. AWS adds features and changes the time to live; the rest stays as
 * it was made.
 * @param path of the group in `model.ts`, for mistakes
 */
export const compareFeatureGroup = (
  path: string,
  declared: CreateFeatureGroupRequest,
  actual: DescribedFeatureGroup,
): FeatureGroupChange => {
  const mistakes: Mistake[] = [];
  const fixed = (field: string, got: string | undefined, is: string | undefined): void => {
    if (got === is) return;
    mistakes.push({
      ...{ path: `${path}.${field}`, got, message: 'cannot be changed in the group that is there' },
      ...{ allowed: [String(is)], remedy: REMAKE },
    });
  };
  const store = (isKept: unknown): string => (isKept ? 'true' : 'false');
  fixed('recordIdentifier', declared.RecordIdentifierFeatureName, actual.RecordIdentifierFeatureName);
  fixed('eventTime', declared.EventTimeFeatureName, actual.EventTimeFeatureName);
  fixed('online', store(declared.OnlineStoreConfig), store(actual.OnlineStoreConfig?.EnableOnlineStore));
  fixed('offline', store(declared.OfflineStoreConfig), store(actual.OfflineStoreConfig));
  const types = new Map(declared.FeatureDefinitions?.map((each) => [each.FeatureName, each.FeatureType]));
  const known = new Set<string | undefined>();
  for (const { FeatureName, FeatureType } of actual.FeatureDefinitions ?? []) {
    known.add(FeatureName);
    const at = `features.${FeatureName}`;
    if (types.has(FeatureName)) fixed(at, types.get(FeatureName), FeatureType);
    else {
      mistakes.push({
        ...{ path: `${path}.${at}`, message: 'is in the group that is there, and AWS removes no feature' },
        ...{ allowed: [String(FeatureType)], remedy: `Add ${FeatureName}: '${FeatureType}' again.` },
      });
    }
  }
  const ttl = declared.OnlineStoreConfig?.TtlDuration;
  const before = actual.OnlineStoreConfig?.TtlDuration;
  if (before && declared.OnlineStoreConfig && !ttl) {
    mistakes.push({
      ...{ path: `${path}.ttl`, message: 'cannot be taken from the group that is there' },
      ...{ allowed: [`${before.Value} ${before.Unit}`], remedy: 'Declare a longer one.' },
    });
  }
  const isSame = ttl?.Unit === before?.Unit && ttl?.Value === before?.Value;
  return {
    additions: declared.FeatureDefinitions?.filter(({ FeatureName }) => !known.has(FeatureName)) ?? [],
    ...(ttl && !isSame && { ttl }),
    mistakes,
  };
};
