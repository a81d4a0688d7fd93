import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { createActive, invokeFunction, untilReady } from '../../../testing/lambda-fixtures.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';

const SECONDS = 60_000;

describe('the environments of a version', () => {
  const plane = withPlane();
  const send = () => plane.clients();
  const environments = (): number => readdirSync(join(plane.dir, 'lambda', 'environments')).length;

  it(
    'are as many as are kept ahead, however often and for whomever that is asked',
    async () => {
      const FunctionName = 'ahead';
      await createActive(send(), FunctionName, { code: 'export const handler = async () => 1;' });
      const { Version } = await send().lambda.send(new PublishVersionCommand({ FunctionName }));
      await send().lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }));
      const keep = (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
        send().lambda.send(
          new PutProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier, ProvisionedConcurrentExecutions }),
        );
      const ready = (Qualifier: string) =>
        waitFor(async () => {
          const get = new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier });
          return (await send().lambda.send(get)).Status === 'READY';
        });
      await keep('live', 1);
      await keep('live', 2);
      await keep(Version!, 1);
      await ready('live');
      await ready(Version!);
      expect(environments()).toBe(3);
      await send().lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: 'live' }));
      await ready(Version!);
      await waitFor(() => Promise.resolve(environments() === 1));
    },
    SECONDS,
  );

  it(
    'serve an event that waits for them when the version changes',
    async () => {
      const FunctionName = 'changed';
      const code = `
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        export const handler = async () => process.env.SAID;`;
      const said = (SAID: string) => ({ Environment: { Variables: { SAID } } });
      await createActive(send(), FunctionName, { code, ...said('before') });
      const waiting = invokeFunction(send(), FunctionName);
      await waitFor(() => Promise.resolve(environments() > 1));
      await send().lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...said('after') }));
      await untilReady(send(), FunctionName);
      expect((await invokeFunction(send(), FunctionName)).answer).toBe('after');
      expect(await Promise.race([waiting, after(5_000, 'never')])).toMatchObject({ answer: 'before' });
    },
    SECONDS,
  );

  it(
    'start while handlers of other functions hang',
    async () => {
      const hangs = 'await new Promise((resolve) => setTimeout(resolve, 60_000)); export const handler = 1;';
      await createActive(send(), 'hangs', { code: hangs, Timeout: 1 });
      await createActive(send(), 'prompt', { code: 'export const handler = async () => 1;' });
      const others = environments();
      const hanging = Promise.all(
        Array.from({ length: 2 * availableParallelism() }, () => invokeFunction(send(), 'hangs')),
      );
      await waitFor(() => Promise.resolve(environments() >= others + availableParallelism()));
      expect(await Promise.race([invokeFunction(send(), 'prompt'), after(8_000, 'late')])).toMatchObject({ answer: 1 });
      await hanging;
    },
    SECONDS,
  );
});
