/** A container of CreateModel: checked, and filled in from the model package that it names. */
import type { ContainerDefinition, InferenceSpecification } from '@aws-sdk/client-sagemaker';
import type { CallContext } from '../../../service.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { checkModelData } from './model-data.ts';
import { requireModelPackage, type ModelPackage } from '../registry/model-package-table.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

const OPERATION = 'CreateModel';

const MEMBERS = [
  'ContainerHostname',
  'Image',
  'ImageConfig',
  'Mode',
  'ModelDataUrl',
  'ModelDataSource',
  'Environment',
  'ModelPackageName',
  'InferenceSpecificationName',
] as const satisfies readonly (keyof ContainerDefinition)[];

/**
 * The container as DescribeModel shows it: image, model data and environment are there whatever named them.
 * @throws AwsError ValidationException
 */
export const resolveContainer = (
  container: ContainerDefinition,
  path: string,
  context: CallContext,
): ContainerDefinition => {
  supportOnly(OPERATION, container, MEMBERS, path);
  if (container.Mode === 'MultiModel') throw unsupported(OPERATION, `${path}Mode: MultiModel`);
  if (container.ImageConfig?.RepositoryAccessMode === 'Vpc') {
    throw unsupported(OPERATION, `${path}ImageConfig.RepositoryAccessMode: Vpc`);
  }
  checkModelData(OPERATION, container, path);
  if (container.ModelPackageName !== undefined) return fromPackage(container, context);
  if (!container.Image)
    throw validationException('One of Image or ModelPackageName must be specified for a container.');
  if (container.InferenceSpecificationName !== undefined) {
    throw validationException('InferenceSpecificationName requires ModelPackageName.');
  }
  return { Mode: 'SingleModel', ...container };
};

const fromPackage = (container: ContainerDefinition, context: CallContext): ContainerDefinition => {
  const own = (['Image', 'ModelDataUrl', 'ModelDataSource'] as const).find((member) => container[member] !== undefined);
  if (own) throw validationException(`${own} cannot be specified together with ModelPackageName.`);
  const { package: source } = requireModelPackage(context, container.ModelPackageName!, OPERATION);
  if (source.ModelPackageGroupName !== undefined && source.ModelApprovalStatus !== 'Approved') {
    throw validationException(
      `Model package ${source.ModelPackageArn} cannot be deployed: its ModelApprovalStatus is ${source.ModelApprovalStatus}, it must be Approved.`,
    );
  }
  const { Containers = [] } = specificationOf(source, container.InferenceSpecificationName);
  if (Containers.length > 1) throw unsupported(OPERATION, 'ModelPackageName: a package of several containers');
  const { Image, ModelDataUrl, ModelDataSource, Environment, ContainerHostname } = Containers[0]!;
  const environment = { ...Environment, ...container.Environment };
  return {
    Mode: 'SingleModel',
    ContainerHostname,
    Image,
    ModelDataUrl,
    ModelDataSource,
    ...container,
    Environment: Object.keys(environment).length === 0 ? undefined : environment,
    ModelPackageName: source.ModelPackageArn,
  };
};

const specificationOf = (
  source: ModelPackage,
  name: string | undefined,
): Pick<InferenceSpecification, 'Containers'> => {
  const specification =
    name === undefined
      ? source.InferenceSpecification
      : source.AdditionalInferenceSpecifications?.find(({ Name }) => Name === name);
  if (!specification) {
    const wanted = name === undefined ? 'inference specification' : `inference specification named ${name}`;
    throw validationException(`Model package ${source.ModelPackageArn} has no ${wanted}.`);
  }
  return specification;
};
