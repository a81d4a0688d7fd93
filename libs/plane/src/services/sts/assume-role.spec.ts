import { CreateModelPackageGroupCommand, DescribeModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { withPlane, type SdkClients } from '../../testing/index.ts';

describe('AssumeRole', () => {
  const plane = withPlane();
  const roleArn = 'arn:aws:iam::222222222222:role/team/Deployer';
  const assume = async (clients: SdkClients, roleArnOf = roleArn, name = 'alice') => {
    const answer = await clients.sts.send(new AssumeRoleCommand({ RoleArn: roleArnOf, RoleSessionName: name }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
    return {
      answer,
      clients: plane.clientsAs({
        accessKeyId: AccessKeyId!,
        secretAccessKey: SecretAccessKey!,
        sessionToken: SessionToken!,
      }),
    };
  };

  plane.executes('sts:AssumeRole', { seenBy: 'sts:GetCallerIdentity' }, async () => {
    const { answer, clients } = await assume(plane.clients(0));
    expect(answer).toMatchObject({
      Credentials: { AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) as string },
      AssumedRoleUser: {
        Arn: 'arn:aws:sts::222222222222:assumed-role/Deployer/alice',
        AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:alice$/) as string,
      },
    });
    expect(Math.round((answer.Credentials!.Expiration!.getTime() - Date.now()) / 60_000)).toBe(60);
    expect(await clients.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '222222222222',
      Arn: answer.AssumedRoleUser!.Arn,
      UserId: answer.AssumedRoleUser!.AssumedRoleId,
    });
  });

  plane.executes('sts:GetCallerIdentity', { seenBy: 'sts:AssumeRole' }, async () => {
    const [one, again, other] = await Promise.all([
      assume(plane.clients(0)),
      assume(plane.clients(1)),
      assume(plane.clients(0), 'arn:aws:iam::111111111111:role/Deployer'),
    ]);
    const ids = await Promise.all(
      [one, again, other].map(async ({ clients }) => (await clients.sts.send(new GetCallerIdentityCommand({}))).UserId),
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it('acts in the account of the role, and goes on after a restart', async () => {
    const { clients } = await assume(plane.clients(0));
    await clients.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'movies' }));
    const describeGroup = new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'movies' });
    const group = await plane.clients(1).sagemaker.send(describeGroup);
    expect(group.ModelPackageGroupArn).toContain(':222222222222:');
    await expect(plane.clients(0).sagemaker.send(describeGroup)).rejects.toThrow();
    const { answer } = await assume(plane.clients(0));
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
    await plane.restart();
    const after = plane.clientsAs({
      accessKeyId: AccessKeyId!,
      secretAccessKey: SecretAccessKey!,
      sessionToken: SessionToken!,
    });
    expect((await after.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('222222222222');
  });

  it('refuses what is no role, an account that is not there, and a long chain', async () => {
    const { sts } = plane.clients(0);
    const send = (input: ConstructorParameters<typeof AssumeRoleCommand>[0], from = sts) =>
      from.send(new AssumeRoleCommand(input));
    await expect(send({ RoleArn: 'arn:aws:iam::222222222222:user/x', RoleSessionName: 'alice' })).rejects.toMatchObject(
      { name: 'ValidationError', message: 'arn:aws:iam::222222222222:user/x is invalid' },
    );
    await expect(send({ RoleArn: 'arn:aws:iam::999999999999:role/x', RoleSessionName: 'alice' })).rejects.toMatchObject(
      {
        name: 'AccessDenied',
        message: expect.stringMatching(
          /^User: arn:aws:iam::111111111111:user\/.* is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::999999999999:role\/x$/,
        ) as string,
        $metadata: { httpStatusCode: 403 },
      },
    );
    await expect(send({ RoleArn: roleArn, RoleSessionName: 'a', DurationSeconds: 1 })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('2 validation errors detected') as string,
    });
    const { clients } = await assume(plane.clients(0));
    await expect(
      send({ RoleArn: roleArn, RoleSessionName: 'alice', DurationSeconds: 7200 }, clients.sts),
    ).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('role chaining') as string });
  });
});
