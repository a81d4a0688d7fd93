/** SageMaker's control plane: the areas that it is made of. An operation that no area has does not compile. */
import { sagemakerModel } from '../../models/sagemaker-model.ts';
import type { SageMakerOperations } from '../../models/sagemaker-operations.ts';
import { defineService } from '../../service.ts';
import type { Area } from './area.ts';
import { restoreRoutes } from './endpoints/endpoint-projection.ts';
import { endpoints } from './endpoints/index.ts';
import { stopEndpointContainers } from './endpoints/stop-endpoint-containers.ts';
import { experiments } from './experiments/index.ts';
import { lineage } from './lineage/index.ts';
import { modelCards } from './model-cards/index.ts';
import { models } from './models/index.ts';
import { registry } from './registry/index.ts';
import { tags } from './tags/index.ts';
import { training } from './training/index.ts';

const AREAS: readonly Omit<Area<never>, 'handlers'>[] = [
  endpoints,
  experiments,
  lineage,
  modelCards,
  models,
  registry,
  tags,
  training,
];

export const sagemaker = defineService<SageMakerOperations>({
  model: sagemakerModel,
  schema: AREAS.flatMap(({ schema }) => schema),
  machines: AREAS.flatMap(({ machines = [] }) => machines),
  followers: AREAS.flatMap(({ followers = [] }) => followers),
  start: (plane) => {
    const closeRoutes = restoreRoutes(plane);
    return async ({ stopContainers }) => {
      await closeRoutes();
      if (stopContainers) await stopEndpointContainers(plane);
    };
  },
  handlers: {
    ...endpoints.handlers,
    ...experiments.handlers,
    ...lineage.handlers,
    ...modelCards.handlers,
    ...models.handlers,
    ...registry.handlers,
    ...tags.handlers,
    ...training.handlers,
  },
});
