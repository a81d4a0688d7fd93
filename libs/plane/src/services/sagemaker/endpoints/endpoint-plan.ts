/** What an endpoint configuration asks for, with its models resolved: what a fleet is made by. */
import type { ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { CallContext } from '../../../service.ts';
import { requireEndpointConfig } from './endpoint-config-table.ts';
import type { FleetPlan, VariantDeployment } from './endpoint-state.ts';
import { modelDataUri } from '../models/model-data.ts';
import { requireModel } from '../models/model-table.ts';

/** SageMaker's time for a container to answer its first ping. */
const STARTUP_SECONDS = 240;

/** @throws AwsError ValidationException when the configuration, or a model of it, is not there any more */
export const planFleet = (context: CallContext, configName: string): FleetPlan => {
  const config = requireEndpointConfig(context, configName);
  return {
    configName,
    variants: config.ProductionVariants!.map((variant) => deployment(context, variant)),
  };
};

const deployment = (context: CallContext, variant: ProductionVariant): VariantDeployment => {
  const model = requireModel(context, variant.ModelName!);
  const container = model.PrimaryContainer ?? model.Containers![0]!;
  const uri = modelDataUri(container);
  return {
    name: variant.VariantName!,
    weight: variant.InitialVariantWeight!,
    instanceCount: variant.InitialInstanceCount!,
    instanceType: variant.InstanceType!,
    image: container.Image!,
    environment: container.Environment ?? {},
    ...(uri !== undefined && { modelDataUri: uri }),
    ...(model.ExecutionRoleArn !== undefined && { roleArn: model.ExecutionRoleArn }),
    containerName: container.ContainerHostname ?? 'primary',
    startupTimeoutMs: 1000 * (variant.ContainerStartupHealthCheckTimeoutInSeconds ?? STARTUP_SECONDS),
  };
};
