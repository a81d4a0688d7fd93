/** SageMaker's control plane: a handler per operation, the tables and the machines behind them. */
import { sagemakerModel } from '../../models/sagemaker-model.ts';
import type { SageMakerOperations } from '../../models/sagemaker-operations.ts';
import { defineService } from '../../service.ts';
import { addTags } from './add-tags.ts';
import { createEndpointConfig } from './create-endpoint-config.ts';
import { createModelPackageGroup } from './create-model-package-group.ts';
import { createModelPackage } from './create-model-package.ts';
import { createModel } from './create-model.ts';
import { createTrainingJob } from './create-training-job.ts';
import { deleteEndpointConfig } from './delete-endpoint-config.ts';
import { deleteModelPackageGroup } from './delete-model-package-group.ts';
import { deleteModelPackage } from './delete-model-package.ts';
import { deleteModel } from './delete-model.ts';
import { deleteTags } from './delete-tags.ts';
import { describeEndpointConfig } from './describe-endpoint-config.ts';
import { describeModelPackageGroup } from './describe-model-package-group.ts';
import { describeModelPackage } from './describe-model-package.ts';
import { describeModel } from './describe-model.ts';
import { describeTrainingJob } from './describe-training-job.ts';
import { ENDPOINT_CONFIG_SCHEMA } from './endpoint-config-table.ts';
import { listEndpointConfigs } from './list-endpoint-configs.ts';
import { listModelPackageGroups } from './list-model-package-groups.ts';
import { listModelPackages } from './list-model-packages.ts';
import { listModels } from './list-models.ts';
import { listTags } from './list-tags.ts';
import { listTrainingJobs } from './list-training-jobs.ts';
import { MODEL_PACKAGE_GROUP_SCHEMA } from './model-package-group-table.ts';
import { MODEL_PACKAGE_SCHEMA } from './model-package-table.ts';
import { MODEL_SCHEMA } from './model-table.ts';
import { stopTrainingJob } from './stop-training-job.ts';
import { TAG_SCHEMA } from './tag-table.ts';
import { trainingJobMachine } from './training-job-machine.ts';
import { TRAINING_JOB_SCHEMA } from './training-job-table.ts';
import { updateModelPackage } from './update-model-package.ts';

type Answered = Omit<
  SageMakerOperations,
  'CreateEndpoint' | 'DeleteEndpoint' | 'DescribeEndpoint' | 'ListEndpoints' | 'UpdateEndpoint'
>;

export const sagemaker = defineService<Answered>({
  model: sagemakerModel,
  schema: [
    ...MODEL_PACKAGE_GROUP_SCHEMA,
    ...MODEL_PACKAGE_SCHEMA,
    ...MODEL_SCHEMA,
    ...ENDPOINT_CONFIG_SCHEMA,
    ...TAG_SCHEMA,
    ...TRAINING_JOB_SCHEMA,
  ],
  machines: [trainingJobMachine],
  handlers: {
    AddTags: addTags,
    CreateEndpointConfig: createEndpointConfig,
    CreateModel: createModel,
    CreateModelPackage: createModelPackage,
    CreateModelPackageGroup: createModelPackageGroup,
    CreateTrainingJob: createTrainingJob,
    DeleteEndpointConfig: deleteEndpointConfig,
    DeleteModel: deleteModel,
    DeleteModelPackage: deleteModelPackage,
    DeleteModelPackageGroup: deleteModelPackageGroup,
    DeleteTags: deleteTags,
    DescribeEndpointConfig: describeEndpointConfig,
    DescribeModel: describeModel,
    DescribeModelPackage: describeModelPackage,
    DescribeModelPackageGroup: describeModelPackageGroup,
    DescribeTrainingJob: describeTrainingJob,
    ListEndpointConfigs: listEndpointConfigs,
    ListModelPackageGroups: listModelPackageGroups,
    ListModelPackages: listModelPackages,
    ListModels: listModels,
    ListTags: listTags,
    ListTrainingJobs: listTrainingJobs,
    StopTrainingJob: stopTrainingJob,
    UpdateModelPackage: updateModelPackage,
  },
});
