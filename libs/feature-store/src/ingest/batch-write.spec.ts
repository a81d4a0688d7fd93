import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  SageMakerFeatureStoreRuntimeClient,
  type BatchWriteRecordEntry,
  type BatchWriteRecordResponse,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchWrite } from './batch-write.ts';
import { gateOf } from './gate.ts';

/** What a server that is busy answers: AWS's shapes, which the plane has no reason to send. */
type Answer = (
  entries: BatchWriteRecordEntry[],
) => Partial<BatchWriteRecordResponse> | 'ThrottlingException' | 'hang up';

describe('batchWrite', () => {
  let server: Server;
  let client: SageMakerFeatureStoreRuntimeClient;
  let answers: Answer[];
  const received: string[][] = [];

  beforeEach(async () => {
    received.length = 0;
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        const { Entries } = JSON.parse(text) as { Entries: BatchWriteRecordEntry[] };
        received.push(Entries.map(({ Record }) => Record![0]!.ValueAsString!));
        const answer = (answers.shift() ?? (() => ({})))(Entries);
        if (answer === 'hang up') return request.socket.destroy();
        const isError = typeof answer === 'string';
        response.writeHead(isError ? 400 : 200, {
          'content-type': 'application/json',
          ...(isError && { 'x-amzn-errortype': answer }),
        });
        response.end(
          JSON.stringify(isError ? { message: 'slow down' } : { Errors: [], UnprocessedEntries: [], ...answer }),
        );
        return undefined;
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = new SageMakerFeatureStoreRuntimeClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  });
  afterEach(() => {
    client.destroy();
    server.close();
  });

  const records = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...{ identifier: `u${n}`, eventTime: '1', eventTimeFormat: 'seconds' as const },
      record: [{ FeatureName: 'user_id', ValueAsString: `u${n}` }],
    }));

  it('sends again what was not processed, and only that, and asks for less', async () => {
    answers = [
      (entries) => ({ UnprocessedEntries: [entries[3]!, entries[1]!] }),
      (entries) => ({
        Errors: [{ Entry: entries[0], ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }],
      }),
    ];
    const gate = gateOf(16);
    expect(await batchWrite(client, 'g', records(5), gate)).toEqual([]);
    expect(received).toEqual([['u0', 'u1', 'u2', 'u3', 'u4'], ['u3', 'u1'], ['u3']]);
    expect(gate.limit).toBe(4);
  });

  it('sends a batch again that was throttled or lost on its way', async () => {
    answers = [() => 'ThrottlingException', () => 'hang up'];
    const gate = gateOf(3);
    expect(await batchWrite(client, 'g', records(2), gate)).toEqual([]);
    expect(received.length).toBe(3);
    expect(gate.limit).toBe(1);
  });

  it('tells what was refused', async () => {
    answers = [(entries) => ({ Errors: [{ Entry: entries[1], ErrorCode: 'ValidationError', ErrorMessage: 'no' }] })];
    expect(await batchWrite(client, 'g', records(3), gateOf(1))).toEqual([
      { index: 1, code: 'ValidationError', message: 'no' },
    ]);
  });
});

describe('gateOf', () => {
  it('lets through as many as its limit, which grows back', async () => {
    const gate = gateOf(4);
    gate.slower();
    await gate.enter();
    await gate.enter();
    let third = false;
    const waiting = gate.enter().then(() => (third = true));
    await Promise.resolve();
    expect(third).toBe(false);
    gate.leave();
    await waiting;
    for (let n = 0; n < 120; n += 1) {
      gate.leave();
      await gate.enter();
    }
    expect(gate.limit).toBe(4);
  });
});
