import { CreateEndpointConfigCommand, DescribeEndpointConfigCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createModel, productionVariant, withPlane } from '../../../testing/index.ts';

describe('DescribeEndpointConfig', () => {
  const plane = withPlane();
  const read = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }));

  plane.executes(
    'sagemaker:DescribeEndpointConfig',
    { seenBy: 'sagemaker:CreateEndpointConfig', title: 'tells when it was made, in service time, after a restart too' },
    async () => {
      plane.clock.set({ time: Date.UTC(2030, 0, 2, 3, 4, 5) });
      await createModel(plane.clients(), 'movies');
      await plane.clients().sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: 'movies-1',
          ProductionVariants: [productionVariant('movies')],
        }),
      );
      await plane.restart();
      const described = await read('movies-1');
      expect(described.CreationTime!.toISOString()).toMatch(/^2030-01-02T03:04:0/);
      expect(described.ProductionVariants).toEqual([{ ...productionVariant('movies'), InitialVariantWeight: 1 }]);
    },
  );

  it('answers in AWS’s words when there is none', async () => {
    await expect(read('nobody')).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Could not find endpoint configuration "arn:aws:sagemaker:us-east-1:111111111111:endpoint-config/nobody".',
    });
    await expect(read('movies-1', 1)).rejects.toThrow('Could not find endpoint configuration');
  });
});
