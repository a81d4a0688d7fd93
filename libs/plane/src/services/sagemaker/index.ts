/** SageMaker's control plane: the areas that it is made of. An operation that no area has does not compile. */
import { sagemakerModel } from '../../models/sagemaker-model.ts';
import type { SageMakerOperations } from '../../models/sagemaker-operations.ts';
import { defineService } from '../../service.ts';
import type { Area } from './area.ts';
import { batch } from './batch/index.ts';
import { restoreRoutes } from './endpoints/endpoint-projection.ts';
import { endpoints } from './endpoints/index.ts';
import { stopEndpointContainers } from './endpoints/stop-endpoint-containers.ts';
import { experiments } from './experiments/index.ts';
import { featureGroups } from './feature-groups/index.ts';
import { lineage } from './lineage/index.ts';
import { modelCards } from './model-cards/index.ts';
import { models } from './models/index.ts';
import { registry } from './registry/index.ts';
import { search } from './search/index.ts';
import { closeIndexes, restoreIndexes } from './search/search-indexes.ts';
import { tags } from './tags/index.ts';
import { training } from './training/index.ts';

const AREAS: readonly Omit<Area<never>, 'handlers'>[] = [
  batch,
  endpoints,
  experiments,
  featureGroups,
  lineage,
  modelCards,
  models,
  registry,
  search,
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
    // A store that fails here fails the next search too, which has somebody to tell.
    restoreIndexes(plane.store).catch(() => undefined);
    return async ({ stopContainers }) => {
      await closeRoutes();
      await closeIndexes(plane.store);
      if (stopContainers) await stopEndpointContainers(plane);
    };
  },
  handlers: {
    ...batch.handlers,
    ...endpoints.handlers,
    ...experiments.handlers,
    ...featureGroups.handlers,
    ...lineage.handlers,
    ...modelCards.handlers,
    ...models.handlers,
    ...registry.handlers,
    ...search.handlers,
    ...tags.handlers,
    ...training.handlers,
  },
});
