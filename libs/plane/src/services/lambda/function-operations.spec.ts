import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type CreateFunctionCommandInput,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { servicePrincipal } from '../../accounts/service-principal.ts';
import { createActive, invokeFunction, LAMBDA_ROLE, packageOf, untilReady } from '../../testing/lambda-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

const SECONDS = 60_000;
const saying = (text: string): string => `export const handler = async () => ${JSON.stringify(text)};`;
const zip = (text: string): Uint8Array => packageOf({ 'index.mjs': saying(text) });
const ARN = 'arn:aws:lambda:us-east-1:111111111111:function';

describe('functions', () => {
  const plane = withPlane();
  const create = (FunctionName: string, more: Partial<CreateFunctionCommandInput> = {}) =>
    plane.clients().lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Role: LAMBDA_ROLE, Runtime: 'nodejs22.x', Handler: 'index.handler' },
        ...{ Code: { ZipFile: zip('made') }, ...more },
      }),
    );

  plane.executes('lambda:CreateFunction', { seenBy: 'lambda:GetFunction', timeout: SECONDS }, async () => {
    const { lambda } = plane.clients();
    const made = await create('made', { Description: 'says made', Tags: { team: 'films' } });
    expect(made).toMatchObject({
      ...{
        FunctionName: 'made',
        FunctionArn: `${ARN}:made`,
        State: 'Pending',
        StateReasonCode: 'Creating',
        Version: '$LATEST',
      },
      ...{ MemorySize: 128, Timeout: 3, PackageType: 'Zip', Architectures: ['x86_64'], Description: 'says made' },
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
    });
    await untilReady({ lambda }, 'made');
    const { Configuration, Code, Tags } = await lambda.send(new GetFunctionCommand({ FunctionName: `${ARN}:made` }));
    expect(Configuration).toMatchObject({
      CodeSha256: made.CodeSha256,
      State: 'Active',
      LastUpdateStatus: 'Successful',
    });
    expect(Configuration).not.toHaveProperty('StateReason');
    expect(Tags).toEqual({ team: 'films' });
    const bytes = new Uint8Array(await (await fetch(Code!.Location!)).arrayBuffer());
    expect(bytes.length).toBe(Configuration!.CodeSize);
    expect(Object.keys(unzipSync(bytes))).toEqual(['index.mjs']);
    const forged = await fetch(Code!.Location!.replace(/signature=../, 'signature=00'));
    expect(forged.status).toBe(403);
  });

  it.each([
    ['a name that is taken', { FunctionName: 'made' }, 'ResourceConflictException', 'Function already exist: made'],
    ['another runtime', { Runtime: 'python3.12' as const }, 'InvalidParameterValueException', 'Runtime python3.12'],
    ['layers', { Layers: [`${ARN.replace('function', 'layer')}:l:1`] }, 'InvalidParameterValueException', "'Layers'"],
    [
      'what is no zip',
      { Code: { ZipFile: Buffer.from('no zip') } },
      'InvalidParameterValueException',
      'Could not unzip',
    ],
    ['no code', { Code: {} }, 'InvalidParameterValueException', 'source for function code'],
    [
      'a reserved variable',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      'AWS_REGION',
    ],
    [
      'too many variables',
      { Environment: { Variables: { A1: 'x'.repeat(4096) } } },
      'InvalidParameterValueException',
      '4KB',
    ],
    ["another account's role", { Role: LAMBDA_ROLE.replace('1111', '2222') }, 'AccessDeniedException', 'Cross-account'],
    ['too long a time', { Timeout: 901 }, 'ValidationException', "Value '901' at 'timeout'"],
    [
      'no such object',
      { Code: { S3Bucket: 'no-such-bucket', S3Key: 'k' } },
      'InvalidParameterValueException',
      'NoSuchBucket',
    ],
  ])('refuses %s', async (_, more, name, message) => {
    await expect(create('refused', more)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('keeps files of a package within its folder', async () => {
    const escaping = packageOf({ '../index.mjs': saying('out') });
    await expect(create('escaping', { Code: { ZipFile: escaping } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it(
    'takes a package from S3',
    async () => {
      const { s3, lambda } = plane.clients();
      await s3.send(new CreateBucketCommand({ Bucket: 'packages' }));
      await s3.send(new PutObjectCommand({ Bucket: 'packages', Key: 'one.zip', Body: zip('from S3') }));
      await create('from-s3', { Code: { S3Bucket: 'packages', S3Key: 'one.zip' } });
      await untilReady({ lambda }, 'from-s3');
      expect((await invokeFunction(plane.clients(), 'from-s3')).answer).toBe('from S3');
    },
    SECONDS,
  );

  plane.executes('lambda:UpdateFunctionCode', { seenBy: 'lambda:Invoke', timeout: SECONDS }, async () => {
    const clients = plane.clients();
    const made = await createActive(clients, 'code', { code: saying('one') });
    expect((await invokeFunction(clients, 'code')).answer).toBe('one');
    const update = (ZipFile: Uint8Array, RevisionId?: string) =>
      clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'code', ZipFile, RevisionId }));
    await expect(update(zip('two'), 'another')).rejects.toMatchObject({ name: 'PreconditionFailedException' });
    const updated = await update(zip('two'), made.RevisionId);
    expect(updated).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
    expect(updated.CodeSha256).not.toBe(made.CodeSha256);
    await untilReady(clients, 'code');
    expect((await invokeFunction(clients, 'code')).answer).toBe('two');
  });

  plane.executes(
    'lambda:UpdateFunctionConfiguration',
    { seenBy: 'lambda:GetFunctionConfiguration', timeout: SECONDS },
    async () => {
      const clients = plane.clients();
      const code = 'export const handler = async () => process.env.TABLE;';
      await createActive(clients, 'settings', { code, Environment: { Variables: { TABLE: 'one' } } });
      expect((await invokeFunction(clients, 'settings')).answer).toBe('one');
      const change = { FunctionName: 'settings', Timeout: 7, Environment: { Variables: { TABLE: 'two' } } };
      await clients.lambda.send(new UpdateFunctionConfigurationCommand(change));
      await untilReady(clients, 'settings');
      const found = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'settings' }));
      expect(found).toMatchObject({
        Timeout: 7,
        Environment: { Variables: { TABLE: 'two' } },
        Handler: 'index.handler',
      });
      expect((await invokeFunction(clients, 'settings')).answer).toBe('two');
    },
  );

  plane.executes('lambda:GetFunctionConfiguration', { seenBy: 'lambda:PublishVersion', timeout: SECONDS }, async () => {
    const clients = plane.clients();
    await createActive(clients, 'numbered', { code: saying('first') });
    await clients.lambda.send(new PublishVersionCommand({ FunctionName: 'numbered', Description: 'one' }));
    const of = (Qualifier?: string) =>
      clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'numbered', Qualifier }));
    expect(await of('1')).toMatchObject({ Version: '1', Description: 'one', FunctionArn: `${ARN}:numbered:1` });
    expect(await of()).toMatchObject({ Version: '$LATEST', FunctionArn: `${ARN}:numbered` });
    await expect(of('9')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}:numbered:9`,
    });
  });

  plane.executes('lambda:PublishVersion', { seenBy: 'lambda:ListVersionsByFunction', timeout: SECONDS }, async () => {
    const clients = plane.clients();
    const { lambda } = clients;
    const FunctionName = 'published';
    await createActive(clients, FunctionName, { code: saying('one') });
    const first = await lambda.send(new PublishVersionCommand({ FunctionName }));
    expect(first.Version).toBe('1');
    expect((await lambda.send(new PublishVersionCommand({ FunctionName }))).Version).toBe('1');
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip('two') }));
    await untilReady(clients, FunctionName);
    await expect(
      lambda.send(new PublishVersionCommand({ FunctionName, CodeSha256: first.CodeSha256 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    expect((await lambda.send(new PublishVersionCommand({ FunctionName }))).Version).toBe('2');
    const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions!.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
    expect(await invokeFunction(clients, FunctionName, {}, { Qualifier: '1' })).toMatchObject({
      version: '1',
      answer: 'one',
    });
    expect(await invokeFunction(clients, `${ARN}:${FunctionName}:2`)).toMatchObject({ version: '2', answer: 'two' });
  });

  plane.executes('lambda:ListVersionsByFunction', { seenBy: 'lambda:DeleteFunction', timeout: SECONDS }, async () => {
    const clients = plane.clients();
    const FunctionName = 'pruned';
    await createActive(clients, FunctionName, { code: saying('one'), Publish: true });
    const versions = async (): Promise<unknown[]> =>
      (await clients.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }))).Versions!.map(
        ({ Version }) => Version,
      );
    expect(await versions()).toEqual(['$LATEST', '1']);
    await clients.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
    expect(await versions()).toEqual(['$LATEST']);
  });

  plane.executes('lambda:ListFunctions', { seenBy: 'lambda:CreateFunction', timeout: SECONDS }, async () => {
    const { lambda } = plane.clients(0, 'eu-west-1');
    for (const FunctionName of ['b', 'a', 'c']) {
      const Code = { ZipFile: zip(FunctionName) };
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Role: LAMBDA_ROLE,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code,
        }),
      );
    }
    const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 2 }));
    expect(first.Functions!.map(({ FunctionName }) => FunctionName)).toEqual(['a', 'b']);
    expect(first.Functions![0]).not.toHaveProperty('State');
    const second = await lambda.send(new ListFunctionsCommand({ MaxItems: 2, Marker: first.NextMarker }));
    expect(second).toMatchObject({ Functions: [{ FunctionName: 'c' }] });
    expect(second.NextMarker).toBeUndefined();
    await expect(lambda.send(new ListFunctionsCommand({ Marker: 'none' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  plane.executes('lambda:DeleteFunction', { seenBy: 'lambda:ListFunctions', timeout: SECONDS }, async () => {
    const clients = plane.clients();
    await createActive(clients, 'gone', { code: saying('here') });
    await clients.lambda.send(new DeleteFunctionCommand({ FunctionName: 'gone' }));
    const { Functions } = await clients.lambda.send(new ListFunctionsCommand({}));
    expect(Functions!.map(({ FunctionName }) => FunctionName)).not.toContain('gone');
    await expect(invokeFunction(clients, 'gone')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await createActive(clients, 'gone', { code: saying('again') });
    expect((await invokeFunction(clients, 'gone')).answer).toBe('again');
  });

  plane.executes('lambda:GetFunction', { seenBy: 'lambda:TagResource', timeout: SECONDS }, async () => {
    const clients = plane.clients();
    const { FunctionArn } = await createActive(clients, 'shown', { code: saying('x') });
    await clients.lambda.send(new TagResourceCommand({ Resource: FunctionArn, Tags: { a: '1' } }));
    expect((await clients.lambda.send(new GetFunctionCommand({ FunctionName: 'shown' }))).Tags).toEqual({ a: '1' });
  });

  describe('tags', () => {
    const Resource = `${ARN}:tagged`;
    const tags = async () => (await plane.clients().lambda.send(new ListTagsCommand({ Resource }))).Tags;

    plane.executes('lambda:TagResource', { seenBy: 'lambda:ListTags' }, async () => {
      await create('tagged', { Tags: { a: '1', b: '2' } });
      await plane.clients().lambda.send(new TagResourceCommand({ Resource, Tags: { b: '3', c: '4' } }));
      expect(await tags()).toEqual({ a: '1', b: '3', c: '4' });
    });
    plane.executes('lambda:UntagResource', { seenBy: 'lambda:ListTags' }, async () => {
      await plane.clients().lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a', 'none'] }));
      expect(await tags()).toEqual({ b: '3', c: '4' });
    });
    plane.executes('lambda:ListTags', { seenBy: 'lambda:UntagResource' }, async () => {
      await plane.clients().lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['b', 'c'] }));
      expect(await tags()).toEqual({});
      await expect(
        plane.clients().lambda.send(new ListTagsCommand({ Resource: `${Resource}:1` })),
      ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    });
  });

  describe('resource policies', () => {
    const FunctionName = 'open';
    const SourceArn = 'arn:aws:execute-api:us-east-1:111111111111:api1/*/*';
    const add = {
      FunctionName,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn,
    };
    const asGateway = (source: string) =>
      plane.plane.call(
        'lambda',
        'Invoke',
        { FunctionName },
        {
          ...{ principal: servicePrincipal('111111111111', 'apigateway.amazonaws.com', source), region: 'us-east-1' },
        },
      );

    plane.executes('lambda:AddPermission', { seenBy: 'lambda:GetPolicy', timeout: SECONDS }, async () => {
      const clients = plane.clients();
      await createActive(clients, FunctionName, { code: saying('open') });
      await expect(clients.lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
      const { Statement } = await clients.lambda.send(new AddPermissionCommand(add));
      const statement = {
        ...{
          Sid: 'api',
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
        },
        ...{ Resource: `${ARN}:open`, Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } },
      };
      expect(JSON.parse(Statement!)).toEqual(statement);
      const { Policy } = await clients.lambda.send(new GetPolicyCommand({ FunctionName }));
      expect(JSON.parse(Policy!)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });
      await expect(clients.lambda.send(new AddPermissionCommand(add))).rejects.toMatchObject({
        name: 'ResourceConflictException',
      });
    });

    it(
      'lets a service in that the policy names, for what it names, and no other',
      async () => {
        await expect(
          asGateway('arn:aws:execute-api:us-east-1:111111111111:api1/$default/GET/x'),
        ).resolves.toMatchObject({ StatusCode: 200 });
        await expect(asGateway('arn:aws:execute-api:us-east-1:111111111111:api2/$default/GET/x')).rejects.toMatchObject(
          {
            ...{ code: 'AccessDeniedException', statusCode: 403 },
          },
        );
      },
      SECONDS,
    );

    plane.executes('lambda:GetPolicy', { seenBy: 'lambda:RemovePermission' }, async () => {
      const { lambda } = plane.clients();
      await lambda.send(new AddPermissionCommand({ ...add, StatementId: 'second' }));
      await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'second' }));
      const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
      expect((JSON.parse(Policy!) as { Statement: object[] }).Statement).toHaveLength(1);
    });

    plane.executes('lambda:RemovePermission', { seenBy: 'lambda:AddPermission' }, async () => {
      const { lambda } = plane.clients();
      await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'api' }));
      await expect(asGateway('arn:aws:execute-api:us-east-1:111111111111:api1/$default/GET/x')).rejects.toMatchObject({
        statusCode: 403,
      });
      await lambda.send(new AddPermissionCommand(add));
    });
  });

  plane.executes('lambda:GetAccountSettings', { seenBy: 'lambda:CreateFunction' }, async () => {
    const { lambda } = plane.clients(0, 'eu-central-1');
    await lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName: 'one', Role: LAMBDA_ROLE, Runtime: 'nodejs20.x', Handler: 'index.handler' },
        Code: { ZipFile: zip('one') },
      }),
    );
    expect(await lambda.send(new GetAccountSettingsCommand({}))).toMatchObject({
      AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000, CodeSizeZipped: 52_428_800 },
      AccountUsage: { FunctionCount: 1, TotalCodeSize: zip('one').length },
    });
  });
});
