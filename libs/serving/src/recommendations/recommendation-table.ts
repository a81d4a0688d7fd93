/** The recommendation table, declared: what is made of it by API calls or by CDK is the same. */
import type { CreateTableCommandInput, UpdateTimeToLiveCommandInput } from '@aws-sdk/client-dynamodb';
import type { Model } from '@gradus/core';
import { TTL_ATTRIBUTE } from './recommendation-item.ts';
import { tableName } from './settings.ts';

export interface RecommendationTable {
  readonly table: CreateTableCommandInput & { readonly TableName: string };
  readonly timeToLive: UpdateTimeToLiveCommandInput & { readonly TableName: string };
}

/** One table for a model and a namespace, paid by the request. */
export const recommendationTable = (model: Pick<Model, 'name'>, namespace: string): RecommendationTable => {
  const TableName = tableName(model, namespace);
  return {
    table: {
      TableName,
      AttributeDefinitions: [
        { AttributeName: 'PK', AttributeType: 'S' },
        { AttributeName: 'SK', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'PK', KeyType: 'HASH' },
        { AttributeName: 'SK', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      Tags: [
        { Key: 'gradus:model', Value: model.name },
        { Key: 'gradus:namespace', Value: namespace },
      ],
    },
    timeToLive: { TableName, TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true } },
  };
};
