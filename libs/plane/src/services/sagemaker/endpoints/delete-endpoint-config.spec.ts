import {
  CreateEndpointConfigCommand,
  DeleteEndpointConfigCommand,
  ListEndpointConfigsCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createModel, productionVariant, withPlane } from '../../../testing/index.ts';

describe('DeleteEndpointConfig', () => {
  const plane = withPlane();
  const create = () =>
    plane.clients().sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'movies-1',
        ProductionVariants: [productionVariant('movies')],
      }),
    );
  const remove = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }));

  plane.executes(
    'sagemaker:DeleteEndpointConfig',
    { seenBy: 'sagemaker:ListEndpointConfigs', title: 'frees the name' },
    async () => {
      await createModel(plane.clients(), 'movies');
      await create();
      await remove('movies-1');
      const { EndpointConfigs } = await plane.clients().sagemaker.send(new ListEndpointConfigsCommand({}));
      expect(EndpointConfigs).toEqual([]);
      await create();
    },
  );

  it('refuses what does not exist and what another account owns', async () => {
    await expect(remove('nobody')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(remove('movies-1', 1)).rejects.toThrow('Could not find endpoint configuration "arn:');
    await remove('movies-1');
  });
});
