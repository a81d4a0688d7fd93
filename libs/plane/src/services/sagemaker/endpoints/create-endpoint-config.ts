/**
 * CreateEndpointConfig: records which models an endpoint serves, on how many instances and with which weights.
 * @source docs - the weight is 1 unless told otherwise
 * @source unverified - the texts, but for a taken name and a missing model
 */
import { arnOf } from '../arn.ts';
import { insertEndpointConfig } from './endpoint-config-table.ts';
import { resolveVariants } from './production-variants.ts';
import { checkRole } from '../role.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

const OPERATION = 'CreateEndpointConfig';

const MEMBERS = [
  'EndpointConfigName',
  'ProductionVariants',
  'DataCaptureConfig',
  'Tags',
  'ExecutionRoleArn',
  'EnableNetworkIsolation',
] as const satisfies readonly (keyof Input<typeof OPERATION>)[];

export const createEndpointConfig: SageMakerHandler<typeof OPERATION> = (input, context) => {
  supportOnly(OPERATION, input, MEMBERS);
  if (input.EnableNetworkIsolation) throw unsupported(OPERATION, 'EnableNetworkIsolation');
  const capture = input.DataCaptureConfig;
  if (capture && capture.EnableCapture !== false) throw unsupported(OPERATION, 'DataCaptureConfig');
  checkRole(input.ExecutionRoleArn, context);
  const arn = arnOf(context, 'endpoint-config', input.EndpointConfigName);
  insertEndpointConfig(context, {
    EndpointConfigName: input.EndpointConfigName,
    EndpointConfigArn: arn,
    ProductionVariants: resolveVariants(input.ProductionVariants, context),
    DataCaptureConfig: capture,
    CreationTime: new Date(context.now()),
    ExecutionRoleArn: input.ExecutionRoleArn,
    EnableNetworkIsolation: false,
  });
  putTags(context.plane.store, arn, input.Tags);
  return { EndpointConfigArn: arn };
};
