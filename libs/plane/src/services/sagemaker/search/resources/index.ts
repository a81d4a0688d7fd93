/** The resources that Search finds, by the names of AWS's ResourceType; those of AWS's other types the plane lacks. */
import type { ResourceType } from '@aws-sdk/client-sagemaker';
import { unsupported } from '../../unsupported.ts';
import type { SearchResource } from '../search-resource.ts';
import { endpoint } from './endpoint.ts';
import { experimentTrialComponent } from './experiment-trial-component.ts';
import { experimentTrial } from './experiment-trial.ts';
import { experiment } from './experiment.ts';
import { featureGroup } from './feature-group.ts';
import { featureMetadata } from './feature-metadata.ts';
import { modelCard } from './model-card.ts';
import { modelPackageGroup } from './model-package-group.ts';
import { modelPackage } from './model-package.ts';
import { trainingJob } from './training-job.ts';

const RESOURCES: Partial<Record<ResourceType, SearchResource>> = {
  Endpoint: endpoint,
  Experiment: experiment,
  ExperimentTrial: experimentTrial,
  ExperimentTrialComponent: experimentTrialComponent,
  FeatureGroup: featureGroup,
  FeatureMetadata: featureMetadata,
  ModelCard: modelCard,
  ModelPackage: modelPackage as SearchResource,
  ModelPackageGroup: modelPackageGroup,
  TrainingJob: trainingJob,
};

export const resources: readonly SearchResource[] = Object.values(RESOURCES);

/** @throws AwsError ValidationException for a resource that the plane lacks */
export const requireResource = (type: ResourceType, operation: string): SearchResource => {
  const resource = RESOURCES[type];
  if (!resource) throw unsupported(operation, `Resource: ${type}`);
  return resource;
};
