/**
 * DeleteEndpoint: takes an endpoint out of service; its containers answer what they were asked before, and stop.
 * @source docs
 */
import { validationException } from '../../../wire/aws-error.ts';
import { endpointMachineId } from './endpoint-projection.ts';
import { requireEndpoint } from './endpoint-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

export const deleteEndpoint: SageMakerHandler<'DeleteEndpoint'> = (input, context) => {
  const { EndpointArn: arn, EndpointStatus: status } = requireEndpoint(context, input.EndpointName);
  if (status !== 'InService' && status !== 'Failed') {
    throw validationException(`Cannot update in-progress endpoint "${arn}".`);
  }
  context.plane.engine.signal(endpointMachineId(context, input.EndpointName), 'delete');
  return {};
};
