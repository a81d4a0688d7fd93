import { setTimeout as after } from 'node:timers/promises';
import { DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { createActive, invokeFunction } from '../../../testing/lambda-fixtures.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';

const SECONDS = 60_000;

const INTRUDER = `
import { connect } from 'node:net';
import { readFileSync, readdirSync } from 'node:fs';
const environ = () => Object.fromEntries(readFileSync('/proc/self/environ', 'utf8').split('\\0').filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)));
const tried = (work) => { try { return work(); } catch (error) { return error.code; } };
const frame = (head) => { const text = Buffer.from(JSON.stringify(head)); const sizes = Buffer.alloc(8); sizes.writeUInt32BE(text.length, 0); return Buffer.concat([sizes, text]); };
const pose = (port, token) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1');
  socket.on('data', () => resolve('served')).on('error', (error) => resolve(error.code)).on('close', () => resolve('closed'));
  socket.write(frame({ type: 'hello', token }));
});
export const handler = async ({ dir }) => {
  const { GRADUS_LAMBDA_PORT: port, GRADUS_LAMBDA_TOKEN: own } = environ();
  return {
    plane: tried(() => readdirSync(dir)),
    code: tried(() => readdirSync(dir + '/lambda/code')),
    processes: readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).flatMap((pid) => tried(() => readFileSync('/proc/' + pid + '/environ', 'utf8')) ?? []).filter((text) => text.includes('GRADUS_LAMBDA_TOKEN')).length,
    posing: [await pose(Number(port), own), await pose(Number(port), 'a'.repeat(32))],
  };
};`;

const CHILD = `
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
let child;
export const handler = async () => {
  child ??= spawn('/bin/sh', ['-c', 'while :; do printf x >> /tmp/ticks; sleep 0.01; done'], { stdio: 'ignore' });
  return existsSync('/tmp/ticks') ? statSync('/tmp/ticks').size : 0;
};`;

describe('an execution environment', () => {
  const plane = withPlane();
  const send = () => plane.clients();

  it(
    'loads for ten seconds, and once more under the time of its first event',
    async () => {
      const code = `
        await new Promise((resolve) => setTimeout(resolve, 10_500));
        export const handler = async (event, context) => context.getRemainingTimeInMillis();`;
      await createActive(send(), 'slow', { code, Timeout: 20 });
      const { answer, log } = await invokeFunction(send(), 'slow', {}, { LogType: 'Tail' });
      expect(answer).toBeGreaterThan(1_000);
      expect(answer).toBeLessThan(9_500);
      expect(log).toMatch(/INIT_REPORT Init Duration: 1\d{4}\.\d\d ms\tPhase: init\tStatus: timeout/);
    },
    SECONDS,
  );

  it(
    'may print without end: what it prints last is told, what cannot be kept is counted',
    async () => {
      const code = `
        export const handler = async () => {
          for (let at = 0; at < 4; at += 1) {
            process.stdout.write(('x'.repeat(99) + '\\n').repeat(100_000));
            await new Promise((resolve) => setImmediate(resolve));
          }
          console.log('the last');
        };`;
      await createActive(send(), 'noisy', { code, MemorySize: 512 });
      const { log } = await invokeFunction(send(), 'noisy', {}, { LogType: 'Tail' });
      expect(log).toContain('the last');
      expect(log.length).toBeLessThanOrEqual(4096);
      const logGroupName = '/aws/lambda/noisy';
      const last = async (): Promise<string[]> => {
        const { logStreams: [stream] = [] } = await send().logs.send(new DescribeLogStreamsCommand({ logGroupName }));
        if (!stream) return [];
        const { logStreamName } = stream;
        const { events = [] } = await send().logs.send(
          new GetLogEventsCommand({ logGroupName, logStreamName, limit: 10 }),
        );
        return events.map(({ message }) => message!);
      };
      const told = await waitFor(
        async () => {
          const messages = await last();
          return messages.some((message) => message.startsWith('REPORT')) && messages;
        },
        { timeout: 30_000 },
      );
      expect(told).toContainEqual(expect.stringMatching(/^\[gradus\] \d+ lines came faster/));
    },
    SECONDS,
  );

  it(
    'freezes with what its handler started',
    async () => {
      await createActive(send(), 'parent', { code: CHILD });
      const ticks = async (): Promise<number> => (await invokeFunction(send(), 'parent')).answer as number;
      await waitFor(async () => (await ticks()) > 0);
      const before = await ticks();
      await after(1_500);
      expect((await ticks()) - before).toBeLessThan(40);
    },
    SECONDS,
  );

  it(
    'holds the memory of a handler that is being loaded',
    async () => {
      const code = `
        globalThis.all = [];
        for (let at = 0; at < 150; at += 1) { all.push(Buffer.alloc(4 << 20, 1)); await new Promise((resolve) => setTimeout(resolve, 10)); }
        export const handler = async () => 'loaded';`;
      await createActive(send(), 'greedy', { code, MemorySize: 128 });
      expect(await invokeFunction(send(), 'greedy')).toMatchObject({
        answer: { errorType: 'Runtime.OutOfMemory' },
      });
    },
    SECONDS,
  );

  it(
    'keeps out of the plane, and of the others',
    async () => {
      await createActive(send(), 'intruder', { code: INTRUDER, MemorySize: 256 });
      const { answer } = await invokeFunction(send(), 'intruder', { dir: plane.dir });
      expect(answer).toEqual({ plane: 'ENOENT', code: 'ENOENT', processes: 1, posing: ['closed', 'closed'] });
    },
    SECONDS,
  );
});
