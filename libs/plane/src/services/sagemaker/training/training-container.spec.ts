/** What the container of a training job sees, and what it leaves when it fails. */
import { beforeAll, describe, expect, it } from 'vitest';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkIsolation } from '../../../jobs/isolation.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';
import { makeOutputBucket, runTrainingJob, TRAINING_IMAGES, trainingJob } from '../../../testing/training-jobs.ts';
import { awsServices } from '../../aws-services.ts';

const shell = { TrainingImage: 'spec/shell:1', TrainingInputMode: 'File' } as const;

const ownNetwork = await networkIsolation(tmpdir());

/** Takes a URL. */
const KNOCK = `'${process.execPath}' -e 'fetch(process.argv[1]).then(() => console.log("reached"), () => console.log("out of reach"))'`;

describe('the container of a training job', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const run = (name: string, script: string, more: Partial<CreateTrainingJobCommandInput> = {}) =>
    runTrainingJob(plane.clients(), trainingJob(name, script, more));
  const printed = async (name: string): Promise<string[]> => {
    const names = { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${name}/` };
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names));
    return events!.map(({ message }) => message!);
  };

  beforeAll(() => makeOutputBucket(plane.clients()));

  it('finds its configuration as SageMaker writes it', async () => {
    const script =
      'cd input/config; for f in hyperparameters inputdataconfig resourceconfig; do cat $f.json; echo; done';
    const job = await run('configured', script, { HyperParameters: { depth: '6', name: '"quoted"', list: '[1,2]' } });
    expect(job.TrainingJobStatus).toBe('Completed');
    const [hyperparameters, channels, resources] = (await printed('configured')).map(
      (line) => JSON.parse(line) as object,
    );
    expect(hyperparameters).toEqual({ depth: '6', name: '"quoted"', list: '[1,2]' });
    expect(channels).toEqual({});
    expect(resources).toEqual({
      current_host: 'algo-1',
      current_instance_type: 'ml.m5.large',
      current_group_name: 'homogeneousCluster',
      current_instance_group: 'homogeneousCluster',
      hosts: ['algo-1'],
      instance_groups: [{ instance_group_name: 'homogeneousCluster', instance_type: 'ml.m5.large', hosts: ['algo-1'] }],
      network_interface_name: 'lo',
    });
  });

  it('has the environment of the request, of SageMaker and of AWS, and nothing of the plane', async () => {
    process.env['SPEC_SECRET'] = 'of the plane';
    await run('environed', 'env', { Environment: { COLOUR: 'blue "and" $HOME', TRAINING_JOB_NAME: 'not this' } });
    delete process.env['SPEC_SECRET'];
    const lines = (await printed('environed')).map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1) ?? []);
    const env = Object.fromEntries(lines) as Record<string, string>;
    expect(env).toMatchObject({
      COLOUR: 'blue "and" $HOME',
      TRAINING_JOB_NAME: 'environed',
      TRAINING_JOB_ARN: 'arn:aws:sagemaker:us-east-1:111111111111:training-job/environed',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: plane.url,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/) as string,
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_CONFIG_FILE: '/dev/null',
    });
    expect(env['SPEC_SECRET']).toBeUndefined();
  });

  it('calls the plane as the role, with the SDK as it comes', async () => {
    const script = `
      const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
      new STSClient({}).send(new GetCallerIdentityCommand({})).then(({ Arn }) => console.log('I am ' + Arn));`;
    const job = await run('caller', script, { AlgorithmSpecification: { ...shell, TrainingImage: 'spec/node:1' } });
    expect(job.FailureReason).toBeUndefined();
    expect(await printed('caller')).toContain('I am arn:aws:sts::111111111111:assumed-role/Trainer/SageMaker');
  });

  it.skipIf(!ownNetwork)('has neither credentials nor the plane under EnableNetworkIsolation', async () => {
    const job = await run('alone', `env | grep -c "^AWS_[^R]"; echo $AWS_REGION; ${KNOCK} ${plane.url}`, {
      EnableNetworkIsolation: true,
    });
    expect(job).toMatchObject({ TrainingJobStatus: 'Completed', EnableNetworkIsolation: true });
    expect(await printed('alone')).toEqual(['0', 'us-east-1', 'out of reach']);
  });

  it.each([
    ['of several instances', 2, true],
    ['without network namespaces', 1, !ownNetwork],
  ])('is refused EnableNetworkIsolation %s', async (why, InstanceCount, here) => {
    const ResourceConfig = { InstanceType: 'ml.m5.large' as const, InstanceCount, VolumeSizeInGB: 1 };
    const refused = run(`refused-${InstanceCount}`, 'true', { EnableNetworkIsolation: true, ResourceConfig });
    if (here) await expect(refused).rejects.toThrow(`The plane does not execute 'EnableNetworkIsolation ${why}'`);
    else expect((await refused).TrainingJobStatus).toBe('Completed');
  });

  it('calls the plane for a creator whose own session is short', async () => {
    const { Credentials: keys } = await plane.clients().sts.send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::111111111111:role/Creator',
        RoleSessionName: 'ci',
        DurationSeconds: 900,
      }),
    );
    const creator = plane.clientsAs({
      accessKeyId: keys!.AccessKeyId!,
      secretAccessKey: keys!.SecretAccessKey!,
      sessionToken: keys!.SessionToken!,
    });
    expect((await runTrainingJob(creator, trainingJob('by-session', 'exit 0'))).TrainingJobStatus).toBe('Completed');
  });

  it('runs the entry point and arguments of the request', async () => {
    const specification = { ...shell, ContainerEntrypoint: ['/bin/sh', '-c', 'echo "$0-$1"'] };
    await run('entered', '', {
      AlgorithmSpecification: { ...specification, ContainerArguments: ['one two', "it's"] },
    });
    expect(await printed('entered')).toEqual(["one two-it's"]);
  });

  it('sees nothing of the job before it', async () => {
    await run('before', 'echo x > /tmp/left; echo x > "$TMPDIR/left"; echo x > output/data/left; echo x > code/left');
    await run('behind', 'find . /tmp "$TMPDIR" -name left');
    expect(await printed('behind')).toEqual([]);
  });

  it('leaves nothing on the machine', async () => {
    await run('gone', 'echo x > model/x');
    const left = async (folder: string): Promise<string[]> =>
      (await readdir(join(plane.dir, folder), { recursive: true }).catch(() => [])).filter((path) =>
        path.includes('gone'),
      );
    await waitFor(async () => [...(await left('training')), ...(await left('jobs'))].length === 0);
  });

  it.each([
    [
      'wrote',
      'printf "no ratings in /opt/ml/input" > output/failure; exit 1',
      'AlgorithmError: no ratings in /opt/ml/input, exit code: 1',
    ],
    ['silent', 'exit 3', 'AlgorithmError: , exit code: 3'],
    ['killed', 'kill -KILL $$', 'AlgorithmError: , exit code: 137'],
    ['empty', ': > output/failure; exit 1', 'AlgorithmError: , exit code: 1'],
    ['piped', 'mkfifo output/failure; exit 1', 'AlgorithmError: , exit code: 1'],
    ['linked', 'ln -s /etc/hostname output/failure; exit 1', 'AlgorithmError: , exit code: 1'],
    ['folder', 'mkdir output/failure; exit 1', 'AlgorithmError: , exit code: 1'],
  ])('fails with a reason: %s', async (name, script, reason) => {
    const job = await run(`fails-${name}`, script);
    expect(job).toMatchObject({ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed', FailureReason: reason });
    expect(job.SecondaryStatusTransitions!.at(-1)).toMatchObject({ Status: 'Failed', StatusMessage: reason });
    expect(job.TrainingEndTime).toBeInstanceOf(Date);
  });

  it('cuts a long failure at 1024 characters', async () => {
    const job = await run('fails-long', "head -c 100000000 /dev/zero | tr '\\0' x > output/failure; exit 1");
    expect(job.FailureReason).toMatch(/^AlgorithmError: x+, exit code: 1$/);
    expect(job.FailureReason).toHaveLength(1024);
  });

  it('does not fail for a failure file alone', async () => {
    expect((await run('succeeds', 'echo x > output/failure')).TrainingJobStatus).toBe('Completed');
  });

  it.each([
    ['unknown', 'spec/unknown:1', 'the plane has no runtime for it'],
    ['serving', 'spec/serve:1', 'server has no command for "train"'],
  ])('fails before it trains, with the remedy, for an image that cannot: %s', async (name, image, why) => {
    const job = await run(name, '', { AlgorithmSpecification: { ...shell, TrainingImage: image } });
    expect(job.FailureReason).toBe(
      `ClientError: Cannot run image ${image}: ${why}. Name an image that trains among those that the plane was started with.`,
    );
    expect(job.SecondaryStatusTransitions!.map(({ Status }) => Status)).toEqual(['Starting', 'Downloading', 'Failed']);
  });
});

describe('a training job that the plane fails', () => {
  const withoutLogs = awsServices.filter(({ model }) => model.id !== 'logs');
  const plane = withPlane({ services: withoutLogs, images: TRAINING_IMAGES });

  it('leaves no container behind', async () => {
    await makeOutputBucket(plane.clients());
    const job = await runTrainingJob(plane.clients(), trainingJob('orphan', 'exec sleep 600'));
    expect(job.FailureReason).toBe('InternalServerError: the plane has no operation logs:CreateLogGroup');
    await waitFor(async () => (await readdir(join(plane.dir, 'jobs'))).every((entry) => !entry.includes('orphan')));
  });
});
