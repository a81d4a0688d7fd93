/** What DescribeEndpoint shows of an endpoint's state. */
import type { PendingProductionVariantSummary, ProductionVariantSummary } from '@aws-sdk/client-sagemaker';
import { fleetOf, type EndpointState, type Fleet, type VariantDeployment } from './endpoint-state.ts';
import type { Output } from '../sagemaker-handler.ts';

export type Endpoint = Output<'DescribeEndpoint'>;

const images = ({ image }: VariantDeployment, fleet: Fleet): ProductionVariantSummary['DeployedImages'] => [
  { SpecifiedImage: image, ResolvedImage: image, ResolutionTime: new Date(fleet.started) },
];

const serving = (fleet: Fleet): ProductionVariantSummary[] =>
  fleet.variants.map((variant) => ({
    VariantName: variant.name,
    DeployedImages: images(variant, fleet),
    CurrentWeight: variant.weight,
    DesiredWeight: variant.weight,
    CurrentInstanceCount: variant.instanceCount,
    DesiredInstanceCount: variant.instanceCount,
  }));

const pending = (fleet: Fleet): PendingProductionVariantSummary[] =>
  fleet.variants.map((variant) => ({
    VariantName: variant.name,
    DeployedImages: images(variant, fleet),
    CurrentWeight: 0,
    DesiredWeight: variant.weight,
    CurrentInstanceCount: fleet.instances.filter((each) => each.variant === variant.name && each.phase === 'healthy')
      .length,
    DesiredInstanceCount: variant.instanceCount,
    InstanceType: variant.instanceType as NonNullable<PendingProductionVariantSummary['InstanceType']>,
    VariantStatus: [
      {
        Status: 'Creating',
        StatusMessage: `Launching ${variant.instanceCount} instance(s).`,
        StartTime: new Date(fleet.started),
      },
    ],
  }));

export const describeState = (state: EndpointState): Endpoint => {
  const [current, next] = [fleetOf(state, 'serving'), fleetOf(state, 'launching')];
  return {
    EndpointName: state.name,
    EndpointArn: state.arn,
    EndpointConfigName: state.configName,
    ProductionVariants: current && serving(current),
    EndpointStatus: state.status,
    FailureReason: state.failureReason,
    CreationTime: new Date(state.created),
    LastModifiedTime: new Date(state.modified),
    PendingDeploymentSummary: next && {
      EndpointConfigName: next.configName,
      ProductionVariants: pending(next),
      StartTime: new Date(next.started),
    },
  };
};
