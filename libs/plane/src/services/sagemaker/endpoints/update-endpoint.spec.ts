import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import {
  createConfig,
  createServedModel,
  invoke,
  endpointContainers,
  serve,
  servingImages,
  untilGone,
  untilStatus,
} from '../../../testing/endpoint-fixtures.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';

const SECONDS = 60_000;

describe('UpdateEndpoint', () => {
  const plane = withPlane({ images: servingImages });

  const remove = async (name: string): Promise<void> => {
    await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await untilGone(plane.clients(), name);
  };

  plane.executes(
    'sagemaker:UpdateEndpoint',
    {
      seenBy: 'sagemaker-runtime:InvokeEndpoint',
      title: 'switches under load without losing a request, and the old containers go',
      timeout: SECONDS,
    },
    async () => {
      const clients = plane.clients();
      await createServedModel(clients, 'old');
      await createServedModel(clients, 'new');
      await createConfig(clients, 'old', { ModelName: 'old', InitialInstanceCount: 2 });
      await createConfig(clients, 'new', { ModelName: 'new', InitialInstanceCount: 2 });
      await clients.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'busy', EndpointConfigName: 'old' }));
      await untilStatus(clients, 'busy', 'InService');

      const runs = { old: new Set<string>(), new: new Set<string>() };
      let loading = true;
      const load = async (sleepMs: number): Promise<void> => {
        while (loading) {
          const { model, run } = await invoke(clients, 'busy', { sleepMs });
          runs[model as 'old' | 'new'].add(run);
        }
      };
      const loads = [0, 0, 1, 5, 20, 400].map(load);
      await waitFor(() => runs.old.size === 2);
      await clients.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'busy', EndpointConfigName: 'new' }));
      expect(await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'busy' }))).toMatchObject({
        EndpointStatus: 'Updating',
        EndpointConfigName: 'old',
        ProductionVariants: [{ VariantName: 'old' }],
        PendingDeploymentSummary: { EndpointConfigName: 'new', ProductionVariants: [{ VariantName: 'new' }] },
      });
      expect(await untilStatus(clients, 'busy', 'InService')).toMatchObject({
        EndpointConfigName: 'new',
        ProductionVariants: [{ VariantName: 'new' }],
      });
      runs.new.clear();
      const before = new Set(runs.old);
      await waitFor(() => runs.new.size === 2);
      loading = false;
      await Promise.all(loads);
      expect(runs.old).toEqual(before);
      expect(endpointContainers(plane.dir)).toHaveLength(2);
      await remove('busy');
    },
  );

  it(
    'stays with the old fleet, and says why, when the new one fails',
    async () => {
      const clients = plane.clients();
      await serve(clients, 'steady');
      const { run } = await invoke(clients, 'steady');
      await createServedModel(clients, 'bad', { environment: { EXIT_AT_START: '1' } });
      await createConfig(clients, 'bad', { ModelName: 'bad' });
      await clients.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'steady', EndpointConfigName: 'bad' }));
      for (const command of [
        new UpdateEndpointCommand({ EndpointName: 'steady', EndpointConfigName: 'bad' }),
        new DeleteEndpointCommand({ EndpointName: 'steady' }),
      ]) {
        await expect(clients.sagemaker.send(command as DeleteEndpointCommand)).rejects.toThrow(
          'Cannot update in-progress endpoint "arn:aws:sagemaker:us-east-1:111111111111:endpoint/steady".',
        );
      }
      const kept = await untilStatus(clients, 'steady', 'InService');
      expect(kept).toMatchObject({
        EndpointConfigName: 'steady',
        FailureReason: expect.stringContaining('variant bad'),
      });
      expect((await invoke(clients, 'steady')).run).toBe(run);
      await remove('steady');
    },
    SECONDS,
  );

  it('refuses what is not there and what it does not execute', async () => {
    const { sagemaker } = plane.clients();
    const names = { EndpointName: 'none', EndpointConfigName: 'none' };
    await expect(sagemaker.send(new UpdateEndpointCommand(names))).rejects.toThrow(/Could not find endpoint "/);
    for (const more of [
      { RetainAllVariantProperties: true },
      { RetainDeploymentConfig: true },
      { ExcludeRetainedVariantProperties: [] },
    ]) {
      await expect(sagemaker.send(new UpdateEndpointCommand({ ...names, ...more }))).rejects.toThrow(
        `does not execute '${Object.keys(more)[0]}'`,
      );
    }
  });
});
