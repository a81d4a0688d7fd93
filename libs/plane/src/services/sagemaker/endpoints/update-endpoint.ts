/**
 * UpdateEndpoint: launches a fleet by another configuration, which takes over once all of it answers.
 * @source docs
 * @source unverified - the text for an endpoint that failed
 */
import { validationException } from '../../../wire/aws-error.ts';
import { planFleet } from './endpoint-plan.ts';
import { endpointMachineId } from './endpoint-projection.ts';
import { requireEndpoint } from './endpoint-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

const OPERATION = 'UpdateEndpoint';

export const updateEndpoint: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { RetainAllVariantProperties, RetainDeploymentConfig, ...rest } = input;
  supportOnly(OPERATION, rest, ['EndpointName', 'EndpointConfigName']);
  if (RetainAllVariantProperties) throw unsupported(OPERATION, 'RetainAllVariantProperties');
  if (RetainDeploymentConfig) throw unsupported(OPERATION, 'RetainDeploymentConfig');
  const { EndpointArn: arn, EndpointStatus: status } = requireEndpoint(context, input.EndpointName);
  const plan = planFleet(context, input.EndpointConfigName);
  if (status === 'Failed') throw validationException(`Cannot update failed endpoint "${arn}".`);
  if (status !== 'InService') throw validationException(`Cannot update in-progress endpoint "${arn}".`);
  context.plane.engine.signal(endpointMachineId(context, input.EndpointName), 'update', plan);
  return { EndpointArn: arn };
};
