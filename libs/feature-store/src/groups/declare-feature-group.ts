/** What a feature group is made with: the input of CreateFeatureGroup, by declaration alone. */
import type { CreateFeatureGroupRequest, TtlDuration } from '@aws-sdk/client-sagemaker';
import type { Environment } from '@gradus/aws';
import type { Duration } from '@gradus/core';
import type { FeatureGroup } from './feature-group.ts';

const UNITS = { seconds: 'Seconds', minutes: 'Minutes', hours: 'Hours', days: 'Days', weeks: 'Weeks' } as const;

/** A declared duration as AWS writes it: `{ Unit: 'Days', Value: 30 }`. */
const ttlDuration = (duration: Duration): TtlDuration => {
  const [unit, value] = Object.entries(duration)[0]!;
  return { Unit: UNITS[unit as keyof typeof UNITS], Value: value };
};

/** The tag of a feature group that names its model: AWS names alone are ambiguous. */
export const MODEL_TAG = 'gradus:model';

/** Where the groups of a model keep their offline stores: `s3://<bucket>/ns=<namespace>/<model>/feature-store`. */
export const offlineStoreUri = (model: string, environment: Pick<Environment, 'bucket' | 'key'>): string =>
  `s3://${environment.bucket}/${environment.key(model, 'feature-store')}`;

/** The input of CreateFeatureGroup for a group of `model`. */
export const declareFeatureGroup = (
  model: string,
  group: FeatureGroup,
  environment: Pick<Environment, 'bucket' | 'key' | 'roleArn'>,
): CreateFeatureGroupRequest => ({
  FeatureGroupName: group.awsName,
  RecordIdentifierFeatureName: group.recordIdentifier,
  EventTimeFeatureName: group.eventTime,
  FeatureDefinitions: group.features.map(({ name, type }) => ({ FeatureName: name, FeatureType: type })),
  ...(group.online && {
    OnlineStoreConfig: { EnableOnlineStore: true, ...(group.ttl && { TtlDuration: ttlDuration(group.ttl) }) },
  }),
  ...(group.offline && {
    OfflineStoreConfig: { S3StorageConfig: { S3Uri: offlineStoreUri(model, environment) } },
  }),
  RoleArn: environment.roleArn,
  ...(group.description !== undefined && { Description: group.description }),
  Tags: [{ Key: MODEL_TAG, Value: model }],
});
