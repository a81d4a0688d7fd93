import { UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import Database from 'libsql';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, testPlane } from '../../../testing/index.ts';

describe('the state change of a model package', () => {
  it('is in the outbox for each version that is made, approved, or moved in its life cycle', async () => {
    const plane = await testPlane();
    const clients = plane.clients();
    await createGroup(clients, 'movies');
    const arn = await createVersion(clients, 'movies');
    const change = (input: object) =>
      clients.sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: arn, ...input }));
    await change({ CustomerMetadataProperties: { a: 'b' } });
    await change({ ModelApprovalStatus: 'Approved' });
    await change({ ModelApprovalStatus: 'Approved' });
    await change({ ModelLifeCycle: { Stage: 'QA', StageStatus: 'Approved' } });
    await plane.plane.close();

    const database = new Database(join(plane.dir, 'plane.db'), { readonly: true });
    const rows = database
      .prepare("select * from outbox where detail_type = 'SageMaker Model Package State Change' order by seq")
      .all() as { account: string; region: string; source: string; resources: string; detail: string }[];
    database.close();
    rmSync(plane.dir, { recursive: true, force: true });
    expect(rows.map(({ detail }) => JSON.parse(detail) as object)).toMatchObject([
      {
        ModelPackageGroupName: 'movies',
        ModelPackageVersion: 1,
        ModelPackageArn: arn,
        ModelPackageStatus: 'Completed',
        ModelApprovalStatus: 'PendingManualApproval',
        CertifyForMarketplace: false,
        CreationTime: expect.stringMatching(/^20\d\d-.*Z$/) as string,
      },
      { ModelApprovalStatus: 'Approved' },
      { ModelApprovalStatus: 'Approved', ModelLifeCycle: { Stage: 'QA', StageStatus: 'Approved' } },
    ]);
    expect(rows[0]).toMatchObject({
      account: '111111111111',
      region: 'us-east-1',
      source: 'aws.sagemaker',
      resources: JSON.stringify([arn]),
    });
  });
});
