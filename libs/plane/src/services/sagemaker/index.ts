/** SageMaker's control plane: a handler per operation, the tables and the machines behind them. */
import { sagemakerModel } from '../../models/sagemaker-model.ts';
import type { SageMakerOperations } from '../../models/sagemaker-operations.ts';
import { defineService } from '../../service.ts';
import { addTags } from './add-tags.ts';
import { createEndpointConfig } from './create-endpoint-config.ts';
import { createEndpoint } from './create-endpoint.ts';
import { createModelPackageGroup } from './create-model-package-group.ts';
import { createModelPackage } from './create-model-package.ts';
import { createModel } from './create-model.ts';
import { createTrainingJob } from './create-training-job.ts';
import { deleteEndpointConfig } from './delete-endpoint-config.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { deleteModelPackageGroup } from './delete-model-package-group.ts';
import { deleteModelPackage } from './delete-model-package.ts';
import { deleteModel } from './delete-model.ts';
import { deleteTags } from './delete-tags.ts';
import { describeEndpointConfig } from './describe-endpoint-config.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { describeModelPackageGroup } from './describe-model-package-group.ts';
import { describeModelPackage } from './describe-model-package.ts';
import { describeModel } from './describe-model.ts';
import { describeTrainingJob } from './describe-training-job.ts';
import { ENDPOINT_CONFIG_SCHEMA } from './endpoint-config-table.ts';
import { endpointMachine } from './endpoint-effects.ts';
import { restoreRoutes } from './endpoint-projection.ts';
import { ENDPOINT_SCHEMA } from './endpoint-table.ts';
import { listEndpointConfigs } from './list-endpoint-configs.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listModelPackageGroups } from './list-model-package-groups.ts';
import { listModelPackages } from './list-model-packages.ts';
import { listModels } from './list-models.ts';
import { listTags } from './list-tags.ts';
import { listTrainingJobs } from './list-training-jobs.ts';
import { MODEL_PACKAGE_GROUP_SCHEMA } from './model-package-group-table.ts';
import { MODEL_PACKAGE_SCHEMA } from './model-package-table.ts';
import { MODEL_SCHEMA } from './model-table.ts';
import { stopEndpointContainers } from './stop-endpoint-containers.ts';
import { stopTrainingJob } from './stop-training-job.ts';
import { TAG_SCHEMA } from './tag-table.ts';
import { trainingJobMachine } from './training-job-machine.ts';
import { TRAINING_JOB_SCHEMA } from './training-job-table.ts';
import { updateEndpoint } from './update-endpoint.ts';
import { updateModelPackage } from './update-model-package.ts';

export const sagemaker = defineService<SageMakerOperations>({
  model: sagemakerModel,
  schema: [
    ...MODEL_PACKAGE_GROUP_SCHEMA,
    ...MODEL_PACKAGE_SCHEMA,
    ...MODEL_SCHEMA,
    ...ENDPOINT_CONFIG_SCHEMA,
    ...ENDPOINT_SCHEMA,
    ...TAG_SCHEMA,
    ...TRAINING_JOB_SCHEMA,
  ],
  machines: [endpointMachine, trainingJobMachine],
  start: (plane) => {
    const closeRoutes = restoreRoutes(plane);
    return async ({ stopContainers }) => {
      await closeRoutes();
      if (stopContainers) await stopEndpointContainers(plane);
    };
  },
  handlers: {
    AddTags: addTags,
    CreateEndpoint: createEndpoint,
    CreateEndpointConfig: createEndpointConfig,
    CreateModel: createModel,
    CreateModelPackage: createModelPackage,
    CreateModelPackageGroup: createModelPackageGroup,
    CreateTrainingJob: createTrainingJob,
    DeleteEndpoint: deleteEndpoint,
    DeleteEndpointConfig: deleteEndpointConfig,
    DeleteModel: deleteModel,
    DeleteModelPackage: deleteModelPackage,
    DeleteModelPackageGroup: deleteModelPackageGroup,
    DeleteTags: deleteTags,
    DescribeEndpoint: describeEndpoint,
    DescribeEndpointConfig: describeEndpointConfig,
    DescribeModel: describeModel,
    DescribeModelPackage: describeModelPackage,
    DescribeModelPackageGroup: describeModelPackageGroup,
    DescribeTrainingJob: describeTrainingJob,
    ListEndpointConfigs: listEndpointConfigs,
    ListEndpoints: listEndpoints,
    ListModelPackageGroups: listModelPackageGroups,
    ListModelPackages: listModelPackages,
    ListModels: listModels,
    ListTags: listTags,
    ListTrainingJobs: listTrainingJobs,
    StopTrainingJob: stopTrainingJob,
    UpdateEndpoint: updateEndpoint,
    UpdateModelPackage: updateModelPackage,
  },
});
