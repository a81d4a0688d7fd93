import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListAliasesCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { createActive, invokeFunction, packageOf, untilReady } from '../../testing/lambda-fixtures.ts';
import { waitFor, withPlane } from '../../testing/index.ts';

const SECONDS = 60_000;
const FunctionName = 'shared';
const code = (text: string): string => `
  const started = process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
  export const handler = async ({ ms = 0 }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { text: '${text}', started };
  };`;

describe('versions side by side', () => {
  const plane = withPlane();
  const send = plane.clients;

  beforeAll(async () => {
    const clients = send();
    await createActive(clients, FunctionName, { code: code('one'), Publish: true });
    await clients.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile: packageOf({ 'index.mjs': code('two') }) }),
    );
    await untilReady(clients, FunctionName);
    await clients.lambda.send(new PublishVersionCommand({ FunctionName }));
  }, SECONDS);

  describe('aliases', () => {
    plane.executes('lambda:CreateAlias', { seenBy: 'lambda:GetAlias', timeout: SECONDS }, async () => {
      const { lambda } = send();
      const made = await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
      expect(made.AliasArn).toBe('arn:aws:lambda:us-east-1:111111111111:function:shared:live');
      expect(await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).toMatchObject({
        ...{ Name: 'live', FunctionVersion: '1', Description: '', RevisionId: made.RevisionId },
      });
      expect(await invokeFunction(send(), FunctionName, {}, { Qualifier: 'live' })).toMatchObject({
        ...{ version: '1', answer: { text: 'one' } },
      });
      await expect(
        lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' })),
      ).rejects.toMatchObject({ name: 'ResourceConflictException' });
      await expect(
        lambda.send(new CreateAliasCommand({ FunctionName, Name: 'x', FunctionVersion: '9' })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    plane.executes('lambda:UpdateAlias', { seenBy: 'lambda:Invoke', timeout: SECONDS }, async () => {
      const { lambda } = send();
      const RoutingConfig = { AdditionalVersionWeights: { '2': 0.5 } };
      await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', RoutingConfig }));
      const versions = new Set<string | undefined>();
      for (let count = 0; count < 60 && versions.size < 2; count += 1) {
        versions.add((await invokeFunction(send(), FunctionName, {}, { Qualifier: 'live' })).version);
      }
      expect([...versions].sort()).toEqual(['1', '2']);
      const none = { AdditionalVersionWeights: {} };
      await lambda.send(
        new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2', RoutingConfig: none }),
      );
      expect((await invokeFunction(send(), FunctionName, {}, { Qualifier: 'live' })).version).toBe('2');
      const more = { AdditionalVersionWeights: { '1': 0.1, '2': 0.1 } };
      await expect(
        lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', RoutingConfig: more })),
      ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
      await expect(
        lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', RevisionId: 'old' })),
      ).rejects.toMatchObject({ name: 'PreconditionFailedException' });
    });

    plane.executes('lambda:GetAlias', { seenBy: 'lambda:UpdateAlias' }, async () => {
      const { lambda } = send();
      await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', Description: 'serves' }));
      expect((await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).Description).toBe('serves');
    });

    plane.executes('lambda:ListAliases', { seenBy: 'lambda:CreateAlias' }, async () => {
      const { lambda } = send();
      await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'before', FunctionVersion: '1' }));
      const names = async (FunctionVersion?: string): Promise<unknown[]> =>
        (await lambda.send(new ListAliasesCommand({ FunctionName, FunctionVersion }))).Aliases!.map(({ Name }) => Name);
      expect(await names()).toEqual(['before', 'live']);
      expect(await names('1')).toEqual(['before']);
    });

    plane.executes('lambda:DeleteAlias', { seenBy: 'lambda:ListAliases' }, async () => {
      const { lambda } = send();
      await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'before' }));
      const { Aliases } = await lambda.send(new ListAliasesCommand({ FunctionName }));
      expect(Aliases!.map(({ Name }) => Name)).toEqual(['live']);
    });
  });

  describe('reserved concurrency', () => {
    const put = (ReservedConcurrentExecutions: number) =>
      send().lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    const reserved = async () =>
      (await send().lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;

    plane.executes('lambda:PutFunctionConcurrency', { seenBy: 'lambda:GetAccountSettings' }, async () => {
      await put(0);
      await expect(invokeFunction(send(), FunctionName)).rejects.toMatchObject({
        ...{
          name: 'TooManyRequestsException',
          Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
          Type: 'User',
        },
        ...{ message: 'Rate Exceeded.', retryAfterSeconds: '1', $metadata: { httpStatusCode: 429 } },
      });
      await put(900);
      const { AccountLimit } = await send().lambda.send(new GetAccountSettingsCommand({}));
      expect(AccountLimit!.UnreservedConcurrentExecutions).toBe(100);
      await expect(put(901)).rejects.toMatchObject({
        ...{ name: 'InvalidParameterValueException', message: expect.stringContaining('minimum value of [100]') },
      });
    });

    it(
      'is a ceiling of what runs at once',
      async () => {
        await put(2);
        const calls = await Promise.allSettled(
          Array.from({ length: 5 }, () => invokeFunction(send(), FunctionName, { ms: 1500 })),
        );
        expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      },
      SECONDS,
    );

    plane.executes('lambda:GetFunctionConcurrency', { seenBy: 'lambda:PutFunctionConcurrency' }, async () => {
      await put(5);
      expect(await reserved()).toBe(5);
    });

    plane.executes('lambda:DeleteFunctionConcurrency', { seenBy: 'lambda:GetFunctionConcurrency' }, async () => {
      await send().lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
      expect(await reserved()).toBeUndefined();
    });
  });

  describe('provisioned concurrency', () => {
    const of = { FunctionName, Qualifier: 'live' };
    const ready = () =>
      waitFor(
        async () => {
          const found = await send().lambda.send(new GetProvisionedConcurrencyConfigCommand(of));
          return found.Status === 'READY' && found;
        },
        { timeout: 20_000 },
      );

    plane.executes(
      'lambda:PutProvisionedConcurrencyConfig',
      { seenBy: 'lambda:GetProvisionedConcurrencyConfig', timeout: SECONDS },
      async () => {
        const { lambda } = send();
        await expect(
          lambda.send(
            new PutProvisionedConcurrencyConfigCommand({
              FunctionName,
              Qualifier: '$LATEST',
              ProvisionedConcurrentExecutions: 1,
            }),
          ),
        ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
        await expect(lambda.send(new GetProvisionedConcurrencyConfigCommand(of))).rejects.toMatchObject({
          name: 'ProvisionedConcurrencyConfigNotFoundException',
        });
        const put = await lambda.send(
          new PutProvisionedConcurrencyConfigCommand({ ...of, ProvisionedConcurrentExecutions: 2 }),
        );
        expect(put).toMatchObject({ Status: 'IN_PROGRESS', RequestedProvisionedConcurrentExecutions: 2 });
        expect(await ready()).toMatchObject({
          AllocatedProvisionedConcurrentExecutions: 2,
          AvailableProvisionedConcurrentExecutions: 2,
        });
        const invoked = await invokeFunction(send(), FunctionName, {}, { Qualifier: 'live', LogType: 'Tail' });
        expect(invoked).toMatchObject({ answer: { text: 'two', started: 'provisioned-concurrency' } });
        expect(invoked.log).not.toContain('Init Duration');
      },
    );

    it(
      'spills over to environments that start on demand',
      async () => {
        const calls = await Promise.all(
          Array.from({ length: 3 }, () => invokeFunction(send(), FunctionName, { ms: 800 }, { Qualifier: 'live' })),
        );
        const started = calls.map(({ answer }) => (answer as { started: string }).started).sort();
        expect(started).toEqual(['on-demand', 'provisioned-concurrency', 'provisioned-concurrency']);
      },
      SECONDS,
    );

    plane.executes(
      'lambda:GetProvisionedConcurrencyConfig',
      { seenBy: 'lambda:PutProvisionedConcurrencyConfig', timeout: SECONDS },
      async () => {
        await send().lambda.send(
          new PutProvisionedConcurrencyConfigCommand({ ...of, ProvisionedConcurrentExecutions: 1 }),
        );
        expect(await ready()).toMatchObject({
          RequestedProvisionedConcurrentExecutions: 1,
          AllocatedProvisionedConcurrentExecutions: 1,
        });
      },
    );

    it(
      'is there again after a restart of the plane',
      async () => {
        await plane.restart();
        expect(await ready()).toMatchObject({ AllocatedProvisionedConcurrentExecutions: 1 });
        const { answer } = await invokeFunction(send(), FunctionName, {}, { Qualifier: 'live' });
        expect(answer).toMatchObject({ started: 'provisioned-concurrency' });
      },
      SECONDS,
    );

    plane.executes(
      'lambda:ListProvisionedConcurrencyConfigs',
      { seenBy: 'lambda:GetProvisionedConcurrencyConfig', timeout: SECONDS },
      async () => {
        await ready();
        const { ProvisionedConcurrencyConfigs: all } = await send().lambda.send(
          new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
        );
        expect(all).toMatchObject([
          {
            FunctionArn: expect.stringMatching(/:shared:live$/),
            RequestedProvisionedConcurrentExecutions: 1,
            Status: 'READY',
          },
        ]);
      },
    );

    plane.executes(
      'lambda:DeleteProvisionedConcurrencyConfig',
      { seenBy: 'lambda:ListProvisionedConcurrencyConfigs', timeout: SECONDS },
      async () => {
        await send().lambda.send(new DeleteProvisionedConcurrencyConfigCommand(of));
        const { ProvisionedConcurrencyConfigs } = await send().lambda.send(
          new ListProvisionedConcurrencyConfigsCommand({ FunctionName }),
        );
        expect(ProvisionedConcurrencyConfigs).toEqual([]);
        const { answer } = await invokeFunction(send(), FunctionName, {}, { Qualifier: 'live' });
        expect(answer).toMatchObject({ started: 'on-demand' });
      },
    );
  });
});
