/**
 * CreateModel: records a container, or an approved model package, that endpoints can serve.
 * @source docs - PrimaryContainer or Containers; a version must be Approved
 * @source unverified - the texts, but for a taken name and missing model data; that DescribeModel shows what a package resolved to
 */
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import { resolveContainer } from './model-container.ts';
import { modelDataUri, requireModelData } from './model-data.ts';
import { insertModel, type Model } from './model-table.ts';
import { checkRole } from '../role.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

const OPERATION = 'CreateModel';

const MEMBERS = [
  'ModelName',
  'PrimaryContainer',
  'Containers',
  'InferenceExecutionConfig',
  'ExecutionRoleArn',
  'Tags',
  'EnableNetworkIsolation',
] as const satisfies readonly (keyof Input<typeof OPERATION>)[];

export const createModel: SageMakerHandler<typeof OPERATION> = async (input, context) => {
  supportOnly(OPERATION, input, MEMBERS);
  if (input.EnableNetworkIsolation) throw unsupported(OPERATION, 'EnableNetworkIsolation');
  if (input.InferenceExecutionConfig?.Mode === 'Direct') {
    throw unsupported(OPERATION, 'InferenceExecutionConfig.Mode: Direct');
  }
  checkRole(input.ExecutionRoleArn, context);
  const given = containerOf(input);
  const container = resolveContainer(
    given,
    input.PrimaryContainer ? 'PrimaryContainer.' : 'Containers.1.member.',
    context,
  );
  const uri = modelDataUri(container);
  if (uri !== undefined) await requireModelData(uri, context);

  const arn = arnOf(context, 'model', input.ModelName);
  const model: Model = {
    ModelName: input.ModelName,
    ModelArn: arn,
    ...(input.PrimaryContainer ? { PrimaryContainer: container } : { Containers: [container] }),
    InferenceExecutionConfig: input.InferenceExecutionConfig,
    ExecutionRoleArn: input.ExecutionRoleArn,
    CreationTime: new Date(context.now()),
    EnableNetworkIsolation: false,
  };
  context.plane.store.transaction(() => {
    insertModel(context, model);
    putTags(context.plane.store, arn, input.Tags);
  });
  return { ModelArn: arn };
};

const containerOf = (input: Input<typeof OPERATION>): NonNullable<Input<typeof OPERATION>['PrimaryContainer']> => {
  const { PrimaryContainer, Containers = [] } = input;
  if (PrimaryContainer && Containers.length > 0) {
    throw validationException('PrimaryContainer and Containers cannot both be specified.');
  }
  if (Containers.length > 1) throw unsupported(OPERATION, 'Containers: an inference pipeline of several containers');
  const container = PrimaryContainer ?? Containers[0];
  if (!container) throw validationException('Either PrimaryContainer or Containers must be specified.');
  return container;
};
