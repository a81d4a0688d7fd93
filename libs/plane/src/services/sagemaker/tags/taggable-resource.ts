/** Which resources can carry tags, and whether the one of an ARN exists. */
import type { CallContext } from '../../../service.ts';
import type { Store } from '../../../store/store.ts';
import { validationException } from '../../../wire/aws-error.ts';
import type { ResourceArn, ResourceKind } from '../arn.ts';
import { ownArn } from '../names.ts';

type Exists = (store: Store, resource: ResourceArn) => boolean;

const inTable =
  (table: string): Exists =>
  (store, { accountId, region, id }) =>
    store.get(`select 1 from ${table} where account = ? and region = ? and name = ?`, accountId, region, id) !==
    undefined;

const inLineage: Exists = (store, { accountId, region, kind, id }) =>
  store.get(
    'select 1 from sagemaker_lineage_entity where account = ? and region = ? and kind = ? and name = ?',
    accountId,
    region,
    kind,
    id,
  ) !== undefined;

const EXISTS: Partial<Record<ResourceKind, Exists>> = {
  action: inLineage,
  artifact: inLineage,
  context: inLineage,
  endpoint: inTable('sagemaker_endpoint'),
  'endpoint-config': inTable('sagemaker_endpoint_config'),
  experiment: inTable('sagemaker_experiment'),
  'experiment-trial': inTable('sagemaker_trial'),
  'experiment-trial-component': inTable('sagemaker_trial_component'),
  'feature-group': inTable('feature_store_group'),
  model: inTable('sagemaker_model'),
  'model-card': inTable('sagemaker_model_card'),
  'model-package': (store, { accountId, region, id }) =>
    store.get(
      'select 1 from sagemaker_model_package where account = ? and region = ? and resource = ?',
      accountId,
      region,
      id,
    ) !== undefined,
  'model-package-group': inTable('sagemaker_model_package_group'),
  'processing-job': inTable('sagemaker_processing_job'),
  'training-job': inTable('sagemaker_training_job'),
  'transform-job': inTable('sagemaker_transform_job'),
};

/**
 * Checks that the caller owns the resource and that it exists.
 * @throws AwsError ValidationException, AccessDeniedException
 */
export const requireTaggable = (arn: string, context: CallContext, operation: string): ResourceArn => {
  const resource = ownArn(arn, Object.keys(EXISTS), context, operation);
  const exists = EXISTS[resource.kind as ResourceKind]!;
  if (!exists(context.plane.store, resource)) throw validationException(`Could not find resource "${arn}".`);
  return resource;
};

/** A version of a model package has no tags of its own: it uses its group's. */
export const isPackageVersion = ({ kind, id }: ResourceArn): boolean => kind === 'model-package' && id.includes('/');
