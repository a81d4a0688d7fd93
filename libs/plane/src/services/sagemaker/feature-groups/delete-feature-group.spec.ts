import {
  DeleteFeatureGroupCommand,
  DescribeFeatureGroupCommand,
  ListFeatureGroupsCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  getRecord,
  putRecord,
  setOfflineLag,
  withOfflineStore,
} from '../../../testing/feature-group-fixtures.ts';
import { offlineKeys, untilOffline } from '../../../testing/offline-store.ts';
import { withPlane } from '../../../testing/index.ts';
import { waitFor } from '../../../testing/wait-for.ts';
import type { SdkClients } from '../../../testing/sdk-clients.ts';

const remove = ({ sagemaker }: SdkClients, FeatureGroupName: string) =>
  sagemaker.send(new DeleteFeatureGroupCommand({ FeatureGroupName }));

const untilGone = ({ sagemaker }: SdkClients, FeatureGroupName: string) =>
  waitFor(() =>
    sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName })).then(
      () => false,
      (error: unknown) => (error as Error).name === 'ResourceNotFound',
    ),
  );

describe('DeleteFeatureGroup', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:DeleteFeatureGroup',
    {
      seenBy: 'sagemaker:ListFeatureGroups',
      title: 'removes the group with its records; one of its name starts empty',
    },
    async () => {
      await createFeatureGroup(plane.clients(), 'users');
      await putRecord(plane.clients(), 'users', { user_id: '1', event_time: '1' });
      await remove(plane.clients(), 'users');
      await expect(getRecord(plane.clients(), 'users', '1')).rejects.toThrow();
      await untilGone(plane.clients(), 'users');
      expect((await plane.clients().sagemaker.send(new ListFeatureGroupsCommand({}))).FeatureGroupSummaries).toEqual(
        [],
      );
      await createFeatureGroup(plane.clients(), 'users');
      expect(await getRecord(plane.clients(), 'users', '1')).toBeUndefined();
    },
  );

  it('writes what was acknowledged to the offline store at once, where it stays', async () => {
    const clients = plane.clients();
    await setOfflineLag(plane, 900);
    await clients.s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET }));
    await createFeatureGroup(clients, 'kept', withOfflineStore);
    await putRecord(clients, 'kept', { user_id: '1', event_time: '1' });
    await remove(clients, 'kept');
    await untilGone(clients, 'kept');
    const { Contents } = await clients.s3.send(new ListObjectsV2Command({ Bucket: FEATURE_BUCKET }));
    expect(Contents!.filter(({ Key }) => Key!.endsWith('.parquet'))).toHaveLength(1);
  });

  it('leaves to the next group of its name an offline store of its own', async () => {
    const clients = plane.clients();
    await setOfflineLag(plane, 0);
    plane.clock.set({ scale: 0.01 }); // all of this within a second
    const make = () => createFeatureGroup(clients, 'again', withOfflineStore);
    const first = await make();
    await putRecord(clients, 'again', { user_id: '1', event_time: '1' });
    await untilOffline(clients, first, 1);
    await remove(clients, 'again');
    await waitFor(() => {
      plane.clock.set({ time: plane.clock.now() + 100 });
      return clients.sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName: 'again' })).then(
        () => false,
        () => true,
      );
    });
    expect(await offlineKeys(clients, await make())).toEqual([]);
    plane.clock.set({ scale: 1 });
  });

  it('refuses a group that is not there, or another account’s', async () => {
    await expect(remove(plane.clients(), 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await createFeatureGroup(plane.clients(), 'mine');
    await expect(remove(plane.clients(1), 'mine')).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
