/** What CreateFeatureGroup refuses before it makes anything. */
import type { CallContext } from '../../../service.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { checkRole } from '../role.ts';
import { parseS3Uri } from '../s3-uri.ts';
import type { Input } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';
import { checkFeatureDefinitions, type GivenFeature } from './check-feature-definitions.ts';
import { checkThroughput } from './check-throughput.ts';
import { checkTtl } from './check-ttl.ts';

const OPERATION = 'CreateFeatureGroup';

type CreateInput = Input<typeof OPERATION>;

const definitionOf = (
  input: CreateInput,
  member: 'RecordIdentifierFeatureName' | 'EventTimeFeatureName',
): GivenFeature => {
  const name = input[member];
  const definition = input.FeatureDefinitions.find(({ FeatureName }) => FeatureName === name);
  if (definition) return definition;
  throw validationException(`Validation Error: ${member} ${name} must be one of the FeatureDefinitions.`);
};

const checkKeys = (input: CreateInput): void => {
  const eventTime = definitionOf(input, 'EventTimeFeatureName');
  const identifier = definitionOf(input, 'RecordIdentifierFeatureName');
  if (eventTime.FeatureType === 'Integral') {
    throw validationException('Validation Error: The EventTime feature must be of FeatureType Fractional or String.');
  }
  if (eventTime === identifier) {
    throw validationException(
      'Validation Error: RecordIdentifierFeatureName and EventTimeFeatureName must be different features.',
    );
  }
  const collection = ({ CollectionType }: GivenFeature): boolean => CollectionType !== undefined;
  if (collection(eventTime) || collection(identifier)) {
    throw validationException(
      'Validation Error: The record identifier and the EventTime feature cannot be collections.',
    );
  }
};

const checkOnline = ({ OnlineStoreConfig: online }: CreateInput): void => {
  if (!online) return;
  if (online.SecurityConfig?.KmsKeyId) throw unsupported(OPERATION, 'OnlineStoreConfig.SecurityConfig.KmsKeyId');
  checkTtl(online.TtlDuration);
};

const checkOffline = (input: CreateInput, context: CallContext): void => {
  const { OfflineStoreConfig: offline, RoleArn } = input;
  if (!offline) return;
  if (RoleArn === undefined) {
    throw validationException('Validation Error: RoleArn is required when OfflineStoreConfig is provided.');
  }
  checkRole(RoleArn, context);
  const { S3Uri, KmsKeyId, ResolvedOutputS3Uri } = offline.S3StorageConfig;
  if (!S3Uri.startsWith('s3://')) throw validationException(`Validation Error: Invalid S3Uri ${S3Uri}.`);
  parseS3Uri(S3Uri);
  if (KmsKeyId) throw unsupported(OPERATION, 'OfflineStoreConfig.S3StorageConfig.KmsKeyId');
  if (ResolvedOutputS3Uri) {
    throw validationException('Validation Error: ResolvedOutputS3Uri cannot be set by the caller.');
  }
  if (offline.TableFormat === 'Iceberg') throw unsupported(OPERATION, 'OfflineStoreConfig.TableFormat: Iceberg');
  if (input.FeatureDefinitions.some(({ CollectionType }) => CollectionType !== undefined)) {
    throw unsupported(OPERATION, 'FeatureDefinitions.CollectionType with OfflineStoreConfig');
  }
};

/**
 * @throws AwsError ValidationException
 * @source docs
 * @source unverified - the texts
 */
export const checkFeatureGroup = (input: CreateInput, context: CallContext): void => {
  supportOnly(OPERATION, input, [
    ...(['FeatureGroupName', 'RecordIdentifierFeatureName', 'EventTimeFeatureName', 'FeatureDefinitions'] as const),
    ...(['OnlineStoreConfig', 'OfflineStoreConfig', 'ThroughputConfig', 'RoleArn', 'Description', 'Tags'] as const),
  ]);
  if (!input.OnlineStoreConfig?.EnableOnlineStore && !input.OfflineStoreConfig) {
    throw validationException(
      'Validation Error: You must include at least one of OnlineStoreConfig and OfflineStoreConfig to create a FeatureGroup.',
    );
  }
  checkThroughput(OPERATION, input.ThroughputConfig);
  checkFeatureDefinitions(input.FeatureDefinitions, { inMemory: input.OnlineStoreConfig?.StorageType === 'InMemory' });
  checkKeys(input);
  checkOnline(input);
  checkOffline(input, context);
};
