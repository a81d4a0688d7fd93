/** The table of list operations: a new one adds its row. */
import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelCardsCommand,
  ListModelCardVersionsCommand,
  ListModelPackageGroupsCommand,
  ListModelPackagesCommand,
  ListModelsCommand,
  ListProcessingJobsCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  ListTransformJobsCommand,
  UpdateModelCardCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { createCard } from '../testing/model-card-fixtures.ts';
import { untilStatus } from '../testing/endpoint-fixtures.ts';
import { EXPERIMENTS_LISTS } from '../testing/experiments-list-operations.ts';
import { FEATURE_LISTS } from '../testing/feature-list-operations.ts';
import { LINEAGE_LISTS } from '../testing/lineage-list-operations.ts';
import { LOGS_LISTS } from '../testing/logs-list-operations.ts';
import {
  describeListOperation,
  nameAndTimeFilters,
  sagemakerListInput,
  type ListFilter,
  type ListItem,
  type ListOperation,
} from '../testing/list-operation.ts';
import { PROCESSING_IMAGES, processingJob, runProcessingJob } from '../testing/processing-jobs.ts';
import {
  BATCH_BUCKET,
  createAdder,
  putObjects,
  runTransformJob,
  TRANSFORM_IMAGES,
  transformJob,
} from '../testing/transform-jobs.ts';
import { makeOutputBucket, runTrainingJob, TRAINING_IMAGES, trainingJob } from '../testing/training-jobs.ts';
import { sagemaker } from './sagemaker/index.ts';

const NAME_AND_TIME = {
  Name: ({ name }: ListItem): string => name,
  CreationTime: ({ index }: ListItem): number => index,
};
const ASCENDING = { sortBy: 'CreationTime', sortOrder: 'Ascending' } as const;
const DESCENDING = { sortBy: 'CreationTime', sortOrder: 'Descending' } as const;
const PAGES = { usual: 10, least: 1, most: 100 };
const NOTHING = { NameContains: 'no-such-name' };

const CONTAINER = { Image: 'gradus/serving:1' };
const SPECIFICATION = {
  Containers: [CONTAINER],
  SupportedContentTypes: ['application/json'],
  SupportedResponseMIMETypes: ['application/json'],
  SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large' as const],
  SupportedTransformInstanceTypes: ['ml.m5.large' as const],
};

const GROUP = 'ratings';
const STATUSES = ['PendingManualApproval', 'Approved', 'Rejected'] as const;
const TAGGED = `arn:aws:sagemaker:us-east-1:111111111111:model-package-group/${GROUP}`;

/** What is changed once it is made is changed before the next is made. */
const modifiedFilters = (items: readonly ListItem[]): ListFilter[] => {
  const border = items[5]!.madeAt;
  return [
    { title: 'LastModifiedTimeAfter', filter: { LastModifiedTimeAfter: border }, keeps: ({ index }) => index >= 5 },
    { title: 'LastModifiedTimeBefore', filter: { LastModifiedTimeBefore: border }, keeps: ({ index }) => index < 5 },
  ];
};

const LIST_OPERATIONS: readonly ListOperation[] = [
  ...EXPERIMENTS_LISTS,
  ...FEATURE_LISTS,
  ...LINEAGE_LISTS,
  ...LOGS_LISTS,
  {
    operation: 'sagemaker:ListModelPackageGroups',
    create: ({ sagemaker }, name) =>
      sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: name })),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListModelPackageGroupsCommand(sagemakerListInput(query)));
      return {
        names: answer.ModelPackageGroupSummaryList!.map(({ ModelPackageGroupName }) => ModelPackageGroupName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: NAME_AND_TIME,
    defaults: ASCENDING,
    pageSize: PAGES,
    filters: nameAndTimeFilters,
    nothing: NOTHING,
  },
  {
    operation: 'sagemaker:ListModelPackages (unversioned)',
    create: ({ sagemaker }, name) =>
      sagemaker.send(new CreateModelPackageCommand({ ModelPackageName: name, InferenceSpecification: SPECIFICATION })),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListModelPackagesCommand(sagemakerListInput(query)));
      return {
        names: answer.ModelPackageSummaryList!.map(({ ModelPackageName }) => ModelPackageName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: NAME_AND_TIME,
    defaults: ASCENDING,
    pageSize: PAGES,
    filters: nameAndTimeFilters,
    nothing: { ModelPackageType: 'Versioned' },
  },
  {
    operation: 'sagemaker:ListModelPackages (versions of a group)',
    prepare: async ({ sagemaker }) => {
      for (const name of [GROUP, 'other']) {
        await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: name }));
        await sagemaker.send(
          new CreateModelPackageCommand({ ModelPackageName: name, InferenceSpecification: SPECIFICATION }),
        );
      }
      await sagemaker.send(new CreateModelPackageCommand({ ModelPackageGroupName: 'other' }));
    },
    create: async ({ sagemaker }, _name, index) => {
      const { ModelPackageArn } = await sagemaker.send(
        new CreateModelPackageCommand({ ModelPackageGroupName: GROUP, ModelApprovalStatus: STATUSES[index % 3]! }),
      );
      return ModelPackageArn!;
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(
        new ListModelPackagesCommand({ ModelPackageGroupName: GROUP, ...sagemakerListInput(query) }),
      );
      return {
        names: answer.ModelPackageSummaryList!.map(({ ModelPackageArn }) => ModelPackageArn!),
        nextToken: answer.NextToken,
      };
    },
    sorts: { Name: ({ index }) => index, CreationTime: ({ index }) => index },
    defaults: ASCENDING,
    pageSize: PAGES,
    filters: (items) => [
      ...nameAndTimeFilters(items).filter(({ filter }) => !('NameContains' in filter)),
      ...STATUSES.map((status, remainder) => ({
        title: `ModelApprovalStatus ${status}`,
        filter: { ModelApprovalStatus: status },
        keeps: ({ index }: ListItem) => index % 3 === remainder,
      })),
    ],
    nothing: { ModelPackageType: 'Unversioned' },
  },
  {
    operation: 'sagemaker:ListModelCards',
    create: async (clients, name, index) => {
      await createCard(clients, name, { ModelCardStatus: index % 2 === 0 ? 'Draft' : 'Approved' });
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListModelCardsCommand(sagemakerListInput(query)));
      return {
        names: answer.ModelCardSummaries!.map(({ ModelCardName }) => ModelCardName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: NAME_AND_TIME,
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [
      ...nameAndTimeFilters(items),
      { title: 'ModelCardStatus', filter: { ModelCardStatus: 'Draft' }, keeps: ({ index }) => index % 2 === 0 },
    ],
    nothing: NOTHING,
  },
  {
    operation: 'sagemaker:ListModelCardVersions',
    // The first item is the first version.
    create: async (clients, _name, index) => {
      if (index === 0) await createCard(clients, GROUP);
      else {
        await clients.sagemaker.send(new UpdateModelCardCommand({ ModelCardName: GROUP, Content: '{}' }));
      }
      return String(index + 1);
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(
        new ListModelCardVersionsCommand({ ModelCardName: GROUP, ...sagemakerListInput(query) }),
      );
      return {
        names: answer.ModelCardVersionSummaryList!.map(({ ModelCardVersion }) => String(ModelCardVersion)),
        nextToken: answer.NextToken,
      };
    },
    sorts: { Version: ({ index }) => index },
    defaults: { sortBy: 'Version', sortOrder: 'Descending' },
    pageSize: PAGES,
    filters: (items) => nameAndTimeFilters(items).filter(({ filter }) => !('NameContains' in filter)),
    nothing: { ModelCardStatus: 'Archived' },
    otherAccount: 'refused',
  },
  {
    operation: 'sagemaker:ListModels',
    create: ({ sagemaker }, name) =>
      sagemaker.send(new CreateModelCommand({ ModelName: name, PrimaryContainer: CONTAINER })),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListModelsCommand(sagemakerListInput(query)));
      return { names: answer.Models!.map(({ ModelName }) => ModelName!), nextToken: answer.NextToken };
    },
    sorts: NAME_AND_TIME,
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: nameAndTimeFilters,
    nothing: NOTHING,
  },
  {
    operation: 'sagemaker:ListEndpointConfigs',
    prepare: ({ sagemaker }) =>
      sagemaker.send(new CreateModelCommand({ ModelName: 'served', PrimaryContainer: CONTAINER })),
    create: ({ sagemaker }, name) =>
      sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: name,
          ProductionVariants: [
            { VariantName: 'all', ModelName: 'served', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
          ],
        }),
      ),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListEndpointConfigsCommand(sagemakerListInput(query)));
      return {
        names: answer.EndpointConfigs!.map(({ EndpointConfigName }) => EndpointConfigName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: NAME_AND_TIME,
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: nameAndTimeFilters,
    nothing: NOTHING,
  },
  {
    operation: 'sagemaker:ListEndpoints',
    // No image runs: each endpoint ends as Failed at once, and stays.
    prepare: async ({ sagemaker }) => {
      await sagemaker.send(new CreateModelCommand({ ModelName: 'served', PrimaryContainer: CONTAINER }));
      await sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: 'served',
          ProductionVariants: [
            { VariantName: 'all', ModelName: 'served', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
          ],
        }),
      );
    },
    create: async (clients, name) => {
      await clients.sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: 'served' }));
      await untilStatus(clients, name, 'Failed');
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListEndpointsCommand(sagemakerListInput(query)));
      return { names: answer.Endpoints!.map(({ EndpointName }) => EndpointName!), nextToken: answer.NextToken };
    },
    sorts: { ...NAME_AND_TIME, Status: ({ name }) => name },
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [...nameAndTimeFilters(items), ...modifiedFilters(items)],
    nothing: { StatusEquals: 'InService' },
  },
  {
    operation: 'sagemaker:ListTrainingJobs',
    plane: { images: TRAINING_IMAGES },
    prepare: (clients) => makeOutputBucket(clients),
    create: (clients, name, index) => runTrainingJob(clients, trainingJob(name, `exit ${index % 2}`)),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListTrainingJobsCommand(sagemakerListInput(query)));
      return {
        names: answer.TrainingJobSummaries!.map(({ TrainingJobName }) => TrainingJobName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: { ...NAME_AND_TIME, Status: ({ name, index }) => `${index % 2 === 0 ? 'Completed' : 'Failed'} ${name}` },
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [
      ...nameAndTimeFilters(items),
      ...modifiedFilters(items),
      { title: 'StatusEquals', filter: { StatusEquals: 'Failed' }, keeps: ({ index }) => index % 2 === 1 },
    ],
    nothing: { StatusEquals: 'Stopping' },
  },
  {
    operation: 'sagemaker:ListProcessingJobs',
    plane: { images: PROCESSING_IMAGES },
    create: (clients, name, index) => runProcessingJob(clients, processingJob(name, `exit ${index % 2}`)),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListProcessingJobsCommand(sagemakerListInput(query)));
      return {
        names: answer.ProcessingJobSummaries!.map(({ ProcessingJobName }) => ProcessingJobName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: { ...NAME_AND_TIME, Status: ({ name, index }) => `${index % 2 === 0 ? 'Completed' : 'Failed'} ${name}` },
    defaults: ASCENDING,
    pageSize: PAGES,
    filters: (items) => [
      ...nameAndTimeFilters(items),
      ...modifiedFilters(items),
      { title: 'StatusEquals', filter: { StatusEquals: 'Failed' }, keeps: ({ index }) => index % 2 === 1 },
    ],
    nothing: { StatusEquals: 'Stopping' },
  },
  {
    operation: 'sagemaker:ListTransformJobs',
    plane: { images: TRANSFORM_IMAGES },
    prepare: async (clients) => {
      await clients.s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
      await createAdder(clients, 'adder');
    },
    // Those of odd places have no input, and fail.
    create: async (clients, name, index) => {
      if (index % 2 === 0) await putObjects(clients, { [`in/${name}/a`]: '1' });
      await runTransformJob(clients, transformJob(name));
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListTransformJobsCommand(sagemakerListInput(query)));
      return {
        names: answer.TransformJobSummaries!.map(({ TransformJobName }) => TransformJobName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: { ...NAME_AND_TIME, Status: ({ name, index }) => `${index % 2 === 0 ? 'Completed' : 'Failed'} ${name}` },
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [
      ...nameAndTimeFilters(items),
      ...modifiedFilters(items),
      { title: 'StatusEquals', filter: { StatusEquals: 'Failed' }, keeps: ({ index }) => index % 2 === 1 },
    ],
    nothing: { StatusEquals: 'Stopping' },
  },
  {
    operation: 'sagemaker:ListTags',
    prepare: ({ sagemaker }) => sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: GROUP })),
    create: ({ sagemaker }, name) =>
      sagemaker.send(new AddTagsCommand({ ResourceArn: TAGGED, Tags: [{ Key: name, Value: '' }] })),
    list: async ({ sagemaker }, { maxResults, nextToken }) => {
      const answer = await sagemaker.send(
        new ListTagsCommand({ ResourceArn: TAGGED, MaxResults: maxResults, NextToken: nextToken }),
      );
      return { names: answer.Tags!.map(({ Key }) => Key!), nextToken: answer.NextToken };
    },
    sorts: {},
    defaults: { sortBy: 'Key', sortOrder: 'Ascending' },
    pageSize: { usual: 50, least: 50, most: Number.POSITIVE_INFINITY },
    otherAccount: 'refused',
  },
];

for (const row of LIST_OPERATIONS) describeListOperation(row);

it('has a row for each list operation of SageMaker', () => {
  const answered = Object.keys(sagemaker.handlers).filter((name) => name.startsWith('List'));
  const tested = new Set(LIST_OPERATIONS.map(({ operation }) => operation.replace(/^sagemaker:| .*$/g, '')));
  expect(answered.filter((name) => !tested.has(name))).toEqual([]);
});
