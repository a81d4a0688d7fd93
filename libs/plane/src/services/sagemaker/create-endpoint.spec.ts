import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { invoke, serve, servingImages, untilGone } from '../../testing/endpoint-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

describe('CreateEndpoint', () => {
  const plane = withPlane({ images: servingImages });

  plane.executes(
    'sagemaker:CreateEndpoint',
    { seenBy: 'sagemaker-runtime:InvokeEndpoint', timeout: 30_000 },
    async () => {
      const clients = plane.clients();
      await serve(clients, 'ratings');
      const seen = await invoke(clients, 'ratings', { user: 1 });
      expect(seen).toMatchObject({ model: 'ratings', body: '{"user":1}' });
      await clients.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'ratings' }));
      await untilGone(clients, 'ratings');
    },
  );
});
