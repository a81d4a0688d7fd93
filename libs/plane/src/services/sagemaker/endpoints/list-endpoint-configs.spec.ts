import { CreateEndpointConfigCommand, ListEndpointConfigsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { createModel, productionVariant, withPlane } from '../../../testing/index.ts';

describe('ListEndpointConfigs', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:ListEndpointConfigs',
    { seenBy: 'sagemaker:CreateEndpointConfig', title: 'summarizes each configuration' },
    async () => {
      const { sagemaker } = plane.clients();
      await createModel(plane.clients(), 'movies');
      const { EndpointConfigArn } = await sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: 'movies-1',
          ProductionVariants: [productionVariant('movies')],
        }),
      );
      const { EndpointConfigs } = await sagemaker.send(new ListEndpointConfigsCommand({}));
      expect(EndpointConfigs).toEqual([
        { EndpointConfigName: 'movies-1', EndpointConfigArn, CreationTime: expect.any(Date) as Date },
      ]);
    },
  );
});
