/** Feature groups and records for specs. */
import {
  CreateFeatureGroupCommand,
  DescribeFeatureGroupCommand,
  type CreateFeatureGroupCommandInput,
  type DescribeFeatureGroupCommandOutput,
} from '@aws-sdk/client-sagemaker';
import {
  GetRecordCommand,
  PutRecordCommand,
  type FeatureValue,
  type PutRecordCommandInput,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { controlClient } from '../services/control/control-client.ts';
import type { SdkClients } from './sdk-clients.ts';
import { waitFor } from './wait-for.ts';
import type { SuitePlane } from './with-plane.ts';

export const FEATURE_ROLE = 'arn:aws:iam::111111111111:role/FeatureStore';
export const FEATURE_BUCKET = 'feature-store';

/** Users with a fractional event time: an online store, and no offline store unless `overrides` gives one. */
export const featureGroup = (
  name: string,
  overrides: Partial<CreateFeatureGroupCommandInput> = {},
): CreateFeatureGroupCommandInput => ({
  FeatureGroupName: name,
  RecordIdentifierFeatureName: 'user_id',
  EventTimeFeatureName: 'event_time',
  FeatureDefinitions: [
    { FeatureName: 'user_id', FeatureType: 'String' },
    { FeatureName: 'event_time', FeatureType: 'Fractional' },
    { FeatureName: 'watch_count', FeatureType: 'Integral' },
    { FeatureName: 'mean_rating', FeatureType: 'Fractional' },
  ],
  OnlineStoreConfig: { EnableOnlineStore: true },
  ...overrides,
});

/** An offline store in {@link FEATURE_BUCKET}, which must be there. */
export const withOfflineStore = {
  OfflineStoreConfig: { S3StorageConfig: { S3Uri: `s3://${FEATURE_BUCKET}/offline` } },
  RoleArn: FEATURE_ROLE,
} satisfies Partial<CreateFeatureGroupCommandInput>;

/** Resolves once the group has been made, or has failed to be, or has been changed. */
export const untilFeatureGroupRests = async (
  { sagemaker }: SdkClients,
  name: string,
): Promise<DescribeFeatureGroupCommandOutput> => {
  let described: DescribeFeatureGroupCommandOutput | undefined;
  await waitFor(async () => {
    described = await sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName: name }));
    return described.FeatureGroupStatus !== 'Creating' && described.LastUpdateStatus?.Status !== 'InProgress';
  });
  return described!;
};

/** Makes a group and waits until records can be put. */
export const createFeatureGroup = async (
  clients: SdkClients,
  name: string,
  overrides?: Partial<CreateFeatureGroupCommandInput>,
): Promise<DescribeFeatureGroupCommandOutput> => {
  await clients.sagemaker.send(new CreateFeatureGroupCommand(featureGroup(name, overrides)));
  return untilFeatureGroupRests(clients, name);
};

/** `{ user_id: '1' }` as Feature Store takes it. */
export const recordOf = (values: Readonly<Record<string, string | string[]>>): FeatureValue[] =>
  Object.entries(values).map(([FeatureName, value]) =>
    typeof value === 'string' ? { FeatureName, ValueAsString: value } : { FeatureName, ValueAsStringList: value },
  );

/** Feature Store's record as `{ user_id: '1' }`; undefined when there is none. */
export const valuesOf = (record: readonly FeatureValue[] | undefined): Record<string, unknown> | undefined => {
  if (!record) return undefined;
  const values: Record<string, unknown> = {};
  for (const { FeatureName, ValueAsString, ValueAsStringList } of record) {
    values[FeatureName!] = ValueAsString ?? ValueAsStringList;
  }
  return values;
};

export const putRecord = (
  { featureStore }: SdkClients,
  group: string,
  values: Readonly<Record<string, string | string[]>>,
  more: Partial<PutRecordCommandInput> = {},
): Promise<unknown> =>
  featureStore.send(new PutRecordCommand({ FeatureGroupName: group, Record: recordOf(values), ...more }));

/** The values of an identifier; undefined when it has no record. */
export const getRecord = async (
  { featureStore }: SdkClients,
  group: string,
  identifier: string,
): Promise<Record<string, unknown> | undefined> => {
  const input = { FeatureGroupName: group, RecordIdentifierValueAsString: identifier };
  return valuesOf((await featureStore.send(new GetRecordCommand(input))).Record);
};

/** How long the offline store may take, from now on. */
export const setOfflineLag = ({ url, accounts }: SuitePlane, Seconds: number): Promise<void> =>
  controlClient({ url, credentials: accounts[0]! }).setOfflineStoreLag({ Seconds });
