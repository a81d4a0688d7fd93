import { createHash } from 'node:crypto';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createActive, invokeFunction, type Invoked } from '../../testing/lambda-fixtures.ts';
import { waitFor, withPlane } from '../../testing/index.ts';

const SECONDS = 60_000;

/** One function of many habits: what it does is the event's `do`. */
const HABITS = `
import { execSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
let count = 0;
const habits = {
  echo: (event) => event,
  count: () => (count += 1),
  environment: () => process.env,
  context: (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() }),
  print: () => { console.log('one\\ntwo'); console.error({ deep: { er: 1 } }); process.stdout.write('raw\\nlines'); return 1; },
  child: () => { execSync('echo from a child 1>&2', { stdio: 'inherit' }); },
  throw: () => { throw new TypeError('no such film'); },
  throwText: () => { throw 'just text'; },
  reject: async () => { throw Object.assign(new Error('late'), { name: 'Custom' }); },
  stray: () => new Promise(() => { Promise.reject(new Error('nobody waits')); }),
  crash: () => new Promise(() => { setTimeout(() => { throw new Error('out of the blue'); }); }),
  exit: () => { console.log('last words'); process.exit(7); },
  leave: () => { process.exit(0); },
  hang: () => { console.log('about to hang'); for (;;); },
  never: () => new Promise(() => setInterval(() => undefined, 1000)),
  idle: () => new Promise(() => undefined),
  eat: () => { const all = []; for (;;) all.push(Buffer.alloc(4 << 20, 1)); },
  heap: () => { const all = []; for (;;) all.push({ text: String(all.length).repeat(9) }); },
  big: ({ bytes }) => 'x'.repeat(bytes),
  bigint: () => ({ value: 1n }),
  nothing: () => undefined,
  write: () => { const tried = {}; for (const file of ['/var/task/x', '/etc/x', '/tmp/x']) { try { writeFileSync(file, ''); tried[file] = true; } catch (error) { tried[file] = error.code; } } return tried; },
  seen: () => ({ task: readdirSync('/var/task'), tmp: readdirSync('/tmp'), pids: readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length, caps: /CapEff:\\s+(\\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] }),
  tick: () => { globalThis.ticks ??= 0; globalThis.timer ??= setInterval(() => (globalThis.ticks += 1), 5); return globalThis.ticks; },
  sleep: ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms, 'slept')),
};
export const handler = async (event, context) => habits[event.do](event, context);
`;

const CALLBACKS = `
exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = event.wait ?? true;
  if (event.later) setTimeout(() => { globalThis.later = true; }, 50);
  if (event.fail) callback(new Error('told back')); else callback(null, { later: globalThis.later ?? false });
};
exports.deep = { handler: async () => __filename };
`;

describe('Invoke', () => {
  const plane = withPlane();
  const call = (event?: unknown, more?: Parameters<typeof invokeFunction>[3]): Promise<Invoked> =>
    invokeFunction(plane.clients(), 'habits', event, { LogType: 'Tail', ...more });

  beforeAll(async () => {
    const clients = plane.clients();
    await Promise.all([
      createActive(clients, 'habits', {
        code: HABITS,
        Environment: { Variables: { TABLE: 'films' } },
        MemorySize: 256,
      }),
      createActive(clients, 'short', { code: HABITS, Timeout: 1 }),
      createActive(clients, 'callbacks', { code: { 'index.js': CALLBACKS } }),
    ]);
  }, SECONDS);

  describe('serialization', () => {
    it('hands event, context and answer over, whole', async () => {
      const { answer } = await call({ do: 'echo', name: 'zoë' });
      expect(answer).toEqual({ do: 'echo', name: 'zoë' });
      const context = await call(
        { do: 'context' },
        { ClientContext: Buffer.from('{"custom":{"a":1}}').toString('base64') },
      );
      expect(context.answer).toMatchObject({
        ...{
          functionName: 'habits',
          functionVersion: '$LATEST',
          memoryLimitInMB: '256',
          callbackWaitsForEmptyEventLoop: true,
        },
        ...{ logGroupName: '/aws/lambda/habits', clientContext: { custom: { a: 1 } } },
        logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:111111111111:function:habits',
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      const { left } = context.answer as { left: number };
      expect(left).toBeGreaterThan(9_000);
      expect(left).toBeLessThanOrEqual(10_000);
      expect((await call({ do: 'nothing' })).answer).toBeNull();
    });

    it("sets the variables that AWS sets, and the role's keys", async () => {
      const { answer } = await call({ do: 'environment' });
      expect(answer).toMatchObject({
        ...{ TABLE: 'films', AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: 'habits', _HANDLER: 'index.handler' },
        ...{ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256', LAMBDA_TASK_ROOT: '/var/task', AWS_ENDPOINT_URL: plane.url },
        ...{ AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' },
        AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      });
      expect(Object.keys(answer as object).filter((name) => name.startsWith('GRADUS'))).toEqual([]);
    });

    it(
      'carries 6 MB there and back, no more',
      async () => {
        const text = 'x'.repeat(6_000_000);
        const { answer } = await call({ do: 'echo', text });
        const sha = (value: string): string => createHash('sha256').update(value).digest('hex');
        expect(sha((answer as { text: string }).text)).toBe(sha(text));
        expect(await call({ do: 'big', bytes: 6_291_600 })).toMatchObject({
          ...{ status: 200, error: 'Unhandled' },
          answer: {
            errorType: 'Function.ResponseSizeTooLarge',
            errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
          },
        });
        await expect(call({ text: 'x'.repeat(6_291_556) })).rejects.toMatchObject({
          name: 'RequestTooLargeException',
          $metadata: { httpStatusCode: 413 },
        });
      },
      SECONDS,
    );
  });

  describe('validation', () => {
    it('knows no other function, refuses what is not JSON', async () => {
      await expect(invokeFunction(plane.clients(), 'none')).rejects.toMatchObject({
        ...{
          name: 'ResourceNotFoundException',
          message: 'Function not found: arn:aws:lambda:us-east-1:111111111111:function:none',
        },
      });
      await expect(call(undefined, { Payload: '{' })).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
      await expect(call({}, { ClientContext: '%' })).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
      expect(await call({}, { InvocationType: 'DryRun' })).toMatchObject({ status: 204 });
    });
  });

  describe('behaviour', () => {
    plane.executes('lambda:Invoke', { seenBy: 'logs:FilterLogEvents', timeout: SECONDS }, async () => {
      const { log } = await call({ do: 'print' });
      expect(log).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n/);
      expect(log).toMatch(/Z\t[0-9a-f-]{36}\tINFO\tone\ntwo\n/);
      expect(log).toMatch(/\tERROR\t\{ deep: \{ er: 1 \} \}\nraw\nlinesEND RequestId: /);
      expect(log).toMatch(
        /REPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\t\n$/,
      );
      const [, id] = /START RequestId: (\S+)/.exec(log)!;
      const printed = await waitFor(async () => {
        const { events } = await plane
          .clients()
          .logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/habits', filterPattern: `"${id}"` }));
        return events!.length === 5 && events!;
      });
      expect(printed[1]!.message).toMatch(/\tINFO\tone\ntwo\n$/);
    });

    it('prints what programs say that the handler starts', async () => {
      await call({ do: 'child' });
      await waitFor(async () => {
        const { events } = await plane
          .clients()
          .logs.send(
            new FilterLogEventsCommand({ logGroupName: '/aws/lambda/habits', filterPattern: '"from a child"' }),
          );
        if (events!.length === 0) await call({ do: 'nothing' });
        return events!.length > 0;
      });
    });

    it('counts what CloudWatch shows in AWS/Lambda', async () => {
      await call({ do: 'throw' });
      const seen = await waitFor(async () => {
        const of = async (MetricName: string): Promise<number> => {
          const now = plane.clock.now();
          const { Datapoints } = await plane.clients().cloudwatch.send(
            new GetMetricStatisticsCommand({
              ...{ Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'habits' }] },
              ...{
                StartTime: new Date(now - 600_000),
                EndTime: new Date(now + 60_000),
                Period: 3600,
                Statistics: ['Sum'],
              },
            }),
          );
          return Datapoints!.reduce((sum, { Sum }) => sum + Sum!, 0);
        };
        const [invocations, errors, duration] = await Promise.all([of('Invocations'), of('Errors'), of('Duration')]);
        return errors > 0 && { invocations, errors, duration };
      });
      expect(seen.invocations).toBeGreaterThan(seen.errors);
      expect(seen.duration).toBeGreaterThan(0);
    });

    it.each([
      ['throw', { errorType: 'TypeError', errorMessage: 'no such film' }],
      ['throwText', { errorType: 'string', errorMessage: 'just text', trace: [] }],
      ['reject', { errorType: 'Custom', errorMessage: 'late' }],
      ['bigint', { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
      ['stray', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: nobody waits' }],
      ['crash', { errorType: 'Error', errorMessage: 'out of the blue' }],
    ])(
      'answers how it failed: %s',
      async (habit, report) => {
        const { status, error, answer, log } = await call({ do: habit });
        expect({ status, error }).toEqual({ status: 200, error: 'Unhandled' });
        expect(answer).toMatchObject(report);
        expect(log).toContain('\tERROR\t');
        expect((await call({ do: 'echo' })).answer).toEqual({ do: 'echo' });
      },
      SECONDS,
    );

    it.each([
      ['exit', 'Runtime.ExitError', 'Runtime exited with error: exit status 7', 'last words'],
      ['leave', 'Runtime.ExitError', 'Runtime exited without providing a reason', 'START'],
      ['eat', 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed', 'START'],
    ])(
      'tells how its process ended: %s',
      async (habit, errorType, message, printed) => {
        const { error, answer, log } = await call({ do: habit });
        expect(error).toBe('Unhandled');
        expect(answer).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) });
        expect(log).toContain(printed);
        expect(log).toContain(`Error Type: ${errorType}`);
        expect((await call({ do: 'echo' })).answer).toEqual({ do: 'echo' });
      },
      SECONDS,
    );

    it(
      'ends what outgrows the heap',
      async () => {
        const { error, answer } = await call({ do: 'heap' });
        expect(error).toBe('Unhandled');
        expect((answer as { errorType: string }).errorType).toMatch(/^Runtime\.(ExitError|OutOfMemory)$/);
      },
      SECONDS,
    );

    it.each(['hang', 'never'])(
      'ends it when its time is up: %s',
      async (habit) => {
        const began = Date.now();
        const { error, answer, log } = await invokeFunction(
          plane.clients(),
          'short',
          { do: habit },
          { LogType: 'Tail' },
        );
        expect(Date.now() - began).toBeLessThan(8_000);
        expect(error).toBe('Unhandled');
        expect(answer).toEqual({
          errorType: 'Sandbox.Timedout',
          errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
        });
        expect(log).toMatch(/Z \S+ Task timed out after 1\.00 seconds\n/);
        expect(log).toContain('Status: timeout');
        if (habit === 'hang') expect(log).toContain('about to hang');
        expect((await invokeFunction(plane.clients(), 'short', { do: 'echo' })).answer).toEqual({ do: 'echo' });
      },
      SECONDS,
    );

    it('answers null for a promise that nothing can settle any more', async () => {
      expect(await call({ do: 'idle' })).toMatchObject({ error: undefined, answer: null });
    });

    it('answers by callback, once nothing is left to do or at once', async () => {
      const callbacks = (event: unknown): Promise<Invoked> => invokeFunction(plane.clients(), 'callbacks', event);
      expect((await callbacks({ wait: false })).answer).toEqual({ later: false });
      await callbacks({ later: true });
      expect((await callbacks({})).answer).toEqual({ later: true });
      expect(await callbacks({ fail: true })).toMatchObject({
        error: 'Unhandled',
        answer: { errorMessage: 'told back' },
      });
    });

    it('keeps an environment for the next event, and keeps it frozen', async () => {
      const { answer: first } = await call({ do: 'count' });
      expect((await call({ do: 'count' })).answer).toBe((first as number) + 1);
      await call({ do: 'tick' });
      const before = (await call({ do: 'tick' })).answer as number;
      await waitFor(async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return true;
      });
      expect(((await call({ do: 'tick' })).answer as number) - before).toBeLessThan(20);
    });

    it('runs apart: its code read-only, files of its own, no privileges', async () => {
      expect((await call({ do: 'write' })).answer).toEqual({
        '/var/task/x': 'EROFS',
        '/etc/x': 'EROFS',
        '/tmp/x': true,
      });
      expect((await call({ do: 'seen' })).answer).toMatchObject({ task: ['index.mjs'], caps: '0000000000000000' });
    });

    it(
      'runs events side by side in environments of their own',
      async () => {
        const began = Date.now();
        const answers = await Promise.all(Array.from({ length: 6 }, () => call({ do: 'sleep', ms: 700 })));
        expect(answers.map(({ answer }) => answer)).toEqual(Array(6).fill('slept'));
        expect(Date.now() - began).toBeLessThan(20_000);
      },
      SECONDS,
    );

    it(
      "calls the plane as the function's role",
      async () => {
        const code = `
        import { createHash, createHmac } from 'node:crypto';
        export const handler = async () => {
          const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token, AWS_ENDPOINT_URL: url } = process.env;
          const body = 'Action=GetCallerIdentity&Version=2011-06-15';
          const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
          const scope = time.slice(0, 8) + '/us-east-1/sts/aws4_request';
          const host = new URL(url).host;
          const names = 'host;x-amz-date;x-amz-security-token';
          const hash = (text) => createHash('sha256').update(text).digest('hex');
          const canonical = ['POST', '/', '', 'host:' + host, 'x-amz-date:' + time, 'x-amz-security-token:' + token, '', names, hash(body)].join('\\n');
          const text = ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\\n');
          const sign = (key, value) => createHmac('sha256', key).update(value).digest();
          const key = scope.split('/').reduce((each, part) => sign(each, part), 'AWS4' + secret);
          const authorization = 'AWS4-HMAC-SHA256 Credential=' + id + '/' + scope + ', SignedHeaders=' + names + ', Signature=' + sign(key, text).toString('hex');
          const answer = await fetch(url, { method: 'POST', body, headers: { authorization, 'x-amz-date': time, 'x-amz-security-token': token, 'content-type': 'application/x-www-form-urlencoded' } });
          return (await answer.text()).match(/<Arn>(.*)<.Arn>/)[1];
        };`;
        await createActive(plane.clients(), 'caller', { code });
        const { answer } = await invokeFunction(plane.clients(), 'caller');
        expect(answer).toBe('arn:aws:sts::111111111111:assumed-role/Function/caller');
      },
      SECONDS,
    );

    it(
      "ends idle environments by the plane's clock",
      async () => {
        await call({ do: 'count' });
        const { answer: before } = await call({ do: 'count' });
        plane.clock.set({ time: plane.clock.now() + 3_600_000 });
        const after = await call({ do: 'count' });
        expect(after.answer).toBe(1);
        expect(before).toBeGreaterThan(1);
        expect(after.log).toContain('Init Duration: ');
      },
      SECONDS,
    );
  });
});
