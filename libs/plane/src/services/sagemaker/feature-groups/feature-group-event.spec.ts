import { DeleteFeatureGroupCommand, UpdateFeatureGroupCommand } from '@aws-sdk/client-sagemaker';
import Database from 'libsql';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFeatureGroup, untilFeatureGroupRests } from '../../../testing/feature-group-fixtures.ts';
import { testPlane } from '../../../testing/index.ts';

describe('the state change of a feature group', () => {
  it('is in the outbox when a group is made, changed and deleted', async () => {
    const plane = await testPlane();
    const clients = plane.clients();
    const { FeatureGroupArn } = await createFeatureGroup(clients, 'users');
    const FeatureAdditions = [{ FeatureName: 'country', FeatureType: 'String' as const }];
    await clients.sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName: 'users', FeatureAdditions }));
    await untilFeatureGroupRests(clients, 'users');
    await clients.sagemaker.send(new DeleteFeatureGroupCommand({ FeatureGroupName: 'users' }));
    await plane.plane.close();

    const database = new Database(join(plane.dir, 'plane.db'), { readonly: true });
    const rows = database
      .prepare("select * from outbox where detail_type = 'SageMaker Feature Group State Change' order by seq")
      .all() as { account: string; region: string; source: string; resources: string; detail: string }[];
    database.close();
    rmSync(plane.dir, { recursive: true, force: true });
    expect(rows.map(({ detail }) => JSON.parse(detail) as object)).toMatchObject([
      {
        ...{ FeatureGroupName: 'users', FeatureGroupArn, FeatureGroupStatus: 'Created' },
        ...{ RecordIdentifierFeatureName: 'user_id', CreationTime: expect.any(Number) as number },
      },
      { FeatureGroupStatus: 'Created', LastUpdateStatus: { Status: 'Successful' } },
      { FeatureGroupStatus: 'Deleting' },
    ]);
    expect(rows[0]).toMatchObject({
      ...{ account: '111111111111', region: 'us-east-1', source: 'aws.sagemaker' },
      resources: JSON.stringify([FeatureGroupArn]),
    });
  });
});
