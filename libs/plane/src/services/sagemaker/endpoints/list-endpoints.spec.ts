import { CreateEndpointCommand, ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { createConfig, createServedModel, untilStatus } from '../../../testing/endpoint-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

describe('ListEndpoints', () => {
  const plane = withPlane();

  plane.executes('sagemaker:ListEndpoints', { seenBy: 'sagemaker:CreateEndpoint' }, async () => {
    const clients = plane.clients();
    const list = async () => (await clients.sagemaker.send(new ListEndpointsCommand({}))).Endpoints!;
    await createServedModel(clients, 'ratings', { image: 'spec/unknown:1' });
    await createConfig(clients, 'ratings', { ModelName: 'ratings' });
    expect(await list()).toEqual([]);
    const input = { EndpointName: 'movies', EndpointConfigName: 'ratings' };
    const { EndpointArn } = await clients.sagemaker.send(new CreateEndpointCommand(input));
    const { CreationTime, LastModifiedTime } = await untilStatus(clients, 'movies', 'Failed');
    expect(await list()).toEqual([
      { EndpointName: 'movies', EndpointArn, EndpointStatus: 'Failed', CreationTime, LastModifiedTime },
    ]);
  });
});
