import { DeleteEndpointCommand, DescribeEndpointCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { invoke, endpointContainers, serve, servingImages, untilGone } from '../../../testing/endpoint-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

const SECONDS = 30_000;

describe('DeleteEndpoint', () => {
  const plane = withPlane({ images: servingImages });

  plane.executes(
    'sagemaker:DeleteEndpoint',
    {
      seenBy: 'sagemaker-runtime:InvokeEndpoint',
      title: 'answers what it was asked before, and is gone',
      timeout: SECONDS,
    },
    async () => {
      const clients = plane.clients();
      await serve(clients, 'leaving');
      const { run } = await invoke(clients, 'leaving');
      let asked = 0;
      const answers = [300, 600, 900].map((sleepMs) => {
        asked += 1;
        return invoke(clients, 'leaving', { sleepMs });
      });
      await invoke(clients, 'leaving', { sleepMs: 50 }); // by now the others are on their way too
      await clients.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'leaving' }));
      const { EndpointStatus } = await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'leaving' }));
      expect(EndpointStatus).toBe('Deleting');
      await expect(invoke(clients, 'leaving')).rejects.toMatchObject({ name: 'ValidationError' });
      expect((await Promise.all(answers)).map((seen) => seen.run)).toEqual(Array.from({ length: asked }, () => run));
      await untilGone(clients, 'leaving');
      expect(endpointContainers(plane.dir)).toEqual([]);
      const ResourceArn = 'arn:aws:sagemaker:us-east-1:111111111111:endpoint/leaving';
      await expect(clients.sagemaker.send(new ListTagsCommand({ ResourceArn }))).rejects.toThrow();
      // The name is free again.
      await serve(clients, 'leaving-again');
      await clients.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'leaving-again' }));
      await untilGone(clients, 'leaving-again');
    },
  );

  it('refuses a name that is not there', async () => {
    await expect(
      plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'none' })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Could not find endpoint "arn:aws:sagemaker:us-east-1:111111111111:endpoint/none".',
    });
  });
});
