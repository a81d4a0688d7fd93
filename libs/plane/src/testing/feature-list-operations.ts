/** The list operations of the feature store, as rows of the table. */
import { CreateFeatureGroupCommand, ListFeatureGroupsCommand } from '@aws-sdk/client-sagemaker';
import { ListRecordsCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  featureGroup,
  putRecord,
  untilFeatureGroupRests,
  withOfflineStore,
} from './feature-group-fixtures.ts';
import { nameAndTimeFilters, sagemakerListInput, type ListOperation } from './list-operation.ts';

const RECORDS = 'records';

export const FEATURE_LISTS: readonly ListOperation[] = [
  {
    operation: 'sagemaker:ListFeatureGroups',
    prepare: ({ s3 }) => s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET })),
    // Every other one has an offline store; the bucket of the last ones does not exist, so that they fail.
    create: async (clients, name, index) => {
      const nowhere = { OfflineStoreConfig: { S3StorageConfig: { S3Uri: 's3://no-such-bucket' } } };
      const stores = index % 2 === 0 ? {} : index < 9 ? withOfflineStore : { ...withOfflineStore, ...nowhere };
      await clients.sagemaker.send(new CreateFeatureGroupCommand(featureGroup(name, stores)));
      await untilFeatureGroupRests(clients, name);
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListFeatureGroupsCommand(sagemakerListInput(query)));
      return {
        names: answer.FeatureGroupSummaries!.map(({ FeatureGroupName }) => FeatureGroupName!),
        nextToken: answer.NextToken,
      };
    },
    sorts: {
      Name: ({ name }) => name,
      CreationTime: ({ index }) => index,
      FeatureGroupStatus: ({ name, index }) => `${index === 9 || index === 11 ? 'CreateFailed' : 'Created'} ${name}`,
      OfflineStoreStatus: ({ name, index }) => `${index % 2 === 1 && index < 9 ? 'Active' : 'Disabled'} ${name}`,
    },
    defaults: { sortBy: 'CreationTime', sortOrder: 'Descending' },
    pageSize: { usual: 10, least: 1, most: 100 },
    filters: (items) => [
      ...nameAndTimeFilters(items),
      {
        title: 'FeatureGroupStatusEquals',
        filter: { FeatureGroupStatusEquals: 'CreateFailed' },
        keeps: ({ index }) => index === 9 || index === 11,
      },
      {
        title: 'OfflineStoreStatusEquals',
        filter: { OfflineStoreStatusEquals: 'Active' },
        keeps: ({ index }) => index % 2 === 1 && index < 9,
      },
    ],
    nothing: { NameContains: 'no-such-name' },
  },
  {
    operation: 'sagemaker-featurestore-runtime:ListRecords',
    prepare: (clients) => createFeatureGroup(clients, RECORDS),
    create: (clients, name) => putRecord(clients, RECORDS, { user_id: name, event_time: '1' }),
    list: async ({ featureStore }, { maxResults, nextToken }) => {
      const answer = await featureStore.send(
        new ListRecordsCommand({ FeatureGroupName: RECORDS, MaxResults: maxResults, NextToken: nextToken }),
      );
      return { names: answer.RecordIdentifiers!, nextToken: answer.NextToken };
    },
    sorts: {},
    defaults: { sortBy: 'RecordIdentifier', sortOrder: 'Ascending' },
    pageSize: { usual: 100, least: 1, most: 100 },
    error: 'ValidationError',
    otherAccount: 'refused',
  },
];
