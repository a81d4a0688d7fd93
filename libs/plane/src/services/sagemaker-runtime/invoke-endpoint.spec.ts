import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateEndpointCommand, DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, type InvokeEndpointCommandInput } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createConfig,
  createServedModel,
  invoke,
  servingImages,
  untilGone,
  untilStatus,
} from '../../testing/endpoint-fixtures.ts';
import { waitFor, withPlane } from '../../testing/index.ts';

const SECONDS = 30_000;

describe('InvokeEndpoint', () => {
  const plane = withPlane({ images: servingImages });

  beforeAll(async () => {
    const clients = plane.clients();
    await createServedModel(clients, 'even');
    await createServedModel(clients, 'odd');
    const variants = [
      { ModelName: 'even', InitialVariantWeight: 1 },
      { ModelName: 'odd', InitialVariantWeight: 0 },
    ];
    await createConfig(clients, 'both', ...variants);
    await clients.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'both', EndpointConfigName: 'both' }));
    await untilStatus(clients, 'both', 'InService');
  }, SECONDS);
  afterAll(async () => {
    await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'both' }));
    await untilGone(plane.clients(), 'both');
  }, SECONDS);

  const send = (body: unknown, more: Partial<InvokeEndpointCommandInput> = {}) =>
    plane
      .clients()
      .runtime.send(new InvokeEndpointCommand({ EndpointName: 'both', Body: JSON.stringify(body), ...more }));

  describe('serialization', () => {
    it("hands the caller's headers on, no others, and the container's back", async () => {
      const answer = await send(
        { type: 'text/csv; charset=utf-8' },
        { ContentType: 'application/json', Accept: 'text/csv', CustomAttributes: 'trace=1', InferenceId: 'order-7' },
      );
      expect(answer).toMatchObject({
        ContentType: 'text/csv; charset=utf-8',
        CustomAttributes: 'seen trace=1',
        InvokedProductionVariant: 'even',
      });
      const { headers } = JSON.parse(Buffer.from(answer.Body).toString()) as { headers: Record<string, string> };
      const { host, connection, 'content-length': length, ...handed } = headers;
      expect([host, connection, length]).not.toContain(undefined);
      expect(handed).toEqual({
        'content-type': 'application/json',
        accept: 'text/csv',
        'x-amzn-sagemaker-custom-attributes': 'trace=1',
        'x-amzn-sagemaker-inference-id': 'order-7',
      });
    });

    it('carries bytes as they are, up to 6 MiB', async () => {
      const { body } = await invoke(plane.clients(), 'both', '', { Body: Buffer.from('zoë') });
      expect(body).toBe('zoë');
      const Body = Buffer.alloc(6 * 2 ** 20, 'a');
      expect(await invoke(plane.clients(), 'both', '', { Body })).toMatchObject({ bytes: Body.length });
    });
  });

  describe('validation', () => {
    it('knows no other endpoint and no other variant', async () => {
      await expect(send({}, { EndpointName: 'none' })).rejects.toMatchObject({
        name: 'ValidationError',
        message: 'Endpoint none of account 111111111111 not found.',
        $metadata: { httpStatusCode: 400 },
      });
      await expect(send({}, { TargetVariant: 'third' })).rejects.toMatchObject({ name: 'ValidationError' });
    });

    it('refuses a body beyond 6 MiB', async () => {
      await expect(send({}, { Body: Buffer.alloc(6 * 2 ** 20 + 1) })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 413 },
      });
    });

    it('refuses what other kinds of endpoint are for', async () => {
      await expect(send({}, { TargetModel: 'm.tar.gz' })).rejects.toMatchObject({
        name: 'ValidationError',
        message: 'Endpoint both is not a multi-model endpoint and does not support target model header.',
      });
      for (const more of [
        { TargetContainerHostname: 'second' },
        { EnableExplanations: '`true`' },
        { InferenceComponentName: 'part' },
        { SessionId: 'NEW_SESSION' },
      ]) {
        await expect(send({}, more)).rejects.toMatchObject({
          name: 'ValidationError',
          message: expect.stringContaining(`'${Object.keys(more)[0]}'`),
        });
      }
    });
  });

  describe('behaviour', () => {
    plane.executes(
      'sagemaker-runtime:InvokeEndpoint',
      { seenBy: 'logs:FilterLogEvents', timeout: SECONDS },
      async () => {
        await invoke(plane.clients(), 'both', { log: 'asked once' });
        const printed = await waitFor(async () => {
          const { events } = await plane
            .clients()
            .logs.send(
              new FilterLogEventsCommand({ logGroupName: '/aws/sagemaker/Endpoints/both', filterPattern: 'asked' }),
            );
          return events!.length > 0 && events!;
        });
        expect(printed.map(({ message }) => message)).toEqual(['asked once']);
      },
    );

    it('routes by weight, unless the caller names the variant', async () => {
      for (let count = 0; count < 20; count += 1) expect((await invoke(plane.clients(), 'both')).model).toBe('even');
      const answer = await send({}, { TargetVariant: 'odd' });
      expect(answer.InvokedProductionVariant).toBe('odd');
    });

    it.each([
      [400, 'client'],
      [500, 'server'],
      [503, 'server'],
    ])("passes the container's %i on as a ModelError", async (status, blame) => {
      await expect(send({ status, answer: '{"error":"no such user"}' })).rejects.toMatchObject({
        name: 'ModelError',
        message: `Received ${blame} error (${status}) from primary with message "{"error":"no such user"}". See https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEventViewer:group=/aws/sagemaker/Endpoints/both in account 111111111111 for more information.`,
        OriginalStatusCode: status,
        OriginalMessage: '{"error":"no such user"}',
        LogStreamArn: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/sagemaker/Endpoints/both',
        $metadata: { httpStatusCode: 424 },
      });
    });
  });
});
