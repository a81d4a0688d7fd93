/** Training jobs of several hosts: how they find each other, share data, and end together. */
import { DescribeLogStreamsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, type Channel, type CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { list } from 'tar';
import { beforeAll, describe, expect, it } from 'vitest';
import { unshareFlags } from '../../../jobs/isolation.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';
import {
  describeTrainingJob,
  endOfTrainingJob,
  makeOutputBucket,
  OUTPUT_BUCKET,
  runTrainingJob,
  TRAINING_IMAGES,
  trainingJob,
} from '../../../testing/training-jobs.ts';

const LOG_GROUP = '/aws/sagemaker/TrainingJobs';
const BUCKET = 'hosts-input';
const TWO: Partial<CreateTrainingJobCommandInput> = {
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
};

/** Where there are no namespaces the machine's name is every host's, and the others' names do not resolve. */
const isolated = (await unshareFlags(tmpdir())).length > 0;
const ME = `me=$(sed 's/.*"current_host":"\\([^"]*\\)".*/\\1/' input/config/resourceconfig.json)`;

const RUN_HYPERPARAMETER = "eval(require('/opt/ml/input/config/hyperparameters.json').program)";

/** The first host adds what the others send it. */
const SUM = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const { createServer, connect } = require('node:net');
  const { current_host: me, hosts } = JSON.parse(readFileSync('/opt/ml/input/config/resourceconfig.json', 'utf8'));
  const part = Number(me.split('-')[1]) * 10;
  const [leader] = hosts;
  writeFileSync('/opt/ml/model/' + me, String(part));
  if (me === leader) {
    let [sum, left] = [part, hosts.length - 1];
    const server = createServer((socket) => socket.on('data', (data) => {
      sum += Number(data);
      socket.end();
      if (--left === 0) { console.log('sum=' + sum); writeFileSync('/opt/ml/model/sum', String(sum)); server.close(); }
    })).listen(7777, me);
  } else {
    const send = () => connect(7777, leader).on('error', () => setTimeout(send, 20)).end(String(part));
    send();
  }`;

describe('a training job of several hosts', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const run = (name: string, script: string, more: Partial<CreateTrainingJobCommandInput> = {}) =>
    runTrainingJob(plane.clients(), trainingJob(name, script, { ...TWO, ...more }));
  const printed = async (name: string, host = 'algo-'): Promise<string[]> => {
    const names = { logGroupName: LOG_GROUP, logStreamNamePrefix: `${name}/${host}` };
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names));
    return events!.map(({ message }) => message!);
  };
  const archived = async (uri: string): Promise<string[]> => {
    const Key = uri.slice(`s3://${OUTPUT_BUCKET}/`.length);
    const { Body } = await plane.clients().s3.send(new GetObjectCommand({ Bucket: OUTPUT_BUCKET, Key }));
    const paths: string[] = [];
    const stream = list({ onReadEntry: ({ path }) => void paths.push(path) });
    await new Promise((resolve, reject) => {
      stream.on('end', () => resolve(undefined));
      stream.on('error', reject);
      (Body as Readable).pipe(stream);
    });
    return paths.sort();
  };

  beforeAll(async () => {
    await makeOutputBucket(plane.clients());
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    for (const name of ['a', 'b', 'c']) {
      await plane.clients().s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `data/${name}`, Body: name }));
    }
  });

  if (isolated) {
    plane.executes(
      'sagemaker:CreateTrainingJob',
      {
        seenBy: 'logs:DescribeLogStreams',
        title: 'whose hosts talk over TCP, each with its log; their models become one',
      },
      async () => {
        const job = await run('talking', RUN_HYPERPARAMETER, {
          HyperParameters: { program: SUM.replaceAll('\n', ' ') },
          AlgorithmSpecification: {
            ...{ TrainingImage: 'spec/node:1', TrainingInputMode: 'File' },
            MetricDefinitions: [{ Name: 'sum', Regex: 'sum=(\\d+)' }],
          },
        });
        expect(job.FailureReason).toBeUndefined();
        expect(job.FinalMetricDataList).toMatchObject([{ MetricName: 'sum', Value: 30 }]);
        const { logStreams } = await plane
          .clients()
          .logs.send(new DescribeLogStreamsCommand({ logGroupName: LOG_GROUP, logStreamNamePrefix: 'talking/' }));
        const epoch = Math.floor(job.CreationTime!.getTime() / 1000);
        expect(logStreams!.map(({ logStreamName }) => logStreamName)).toEqual([
          `talking/algo-1-${epoch}`,
          `talking/algo-2-${epoch}`,
        ]);
        expect(await archived(job.ModelArtifacts!.S3ModelArtifacts!)).toEqual(['algo-1', 'algo-2', 'sum']);
      },
    );
  }

  it('gives each host a tree of its own, and tells it who it is', async () => {
    const script = `cat input/config/resourceconfig.json; echo; ${ME}; echo x > "own-$me"; ls | grep own`;
    expect((await run('own', script)).FailureReason).toBeUndefined();
    const [config, own] = await printed('own', 'algo-2');
    expect(JSON.parse(config!)).toMatchObject({
      current_host: 'algo-2',
      hosts: ['algo-1', 'algo-2'],
      network_interface_name: 'lo',
      instance_groups: [{ instance_group_name: 'homogeneousCluster', hosts: ['algo-1', 'algo-2'] }],
    });
    expect(own).toBe('own-algo-2');
  });

  it('fails when one host fails, and the others end at once', async () => {
    const job = await run('one-fails', `${ME}; case $me in algo-2) exit 3;; *) exec sleep 600;; esac`);
    expect(job).toMatchObject({ TrainingJobStatus: 'Failed', FailureReason: 'AlgorithmError: , exit code: 3' });
  });

  it('replicates or shards its channels, among all hosts or those of a group', async () => {
    const channel = (name: string, more: object): Channel => ({
      ChannelName: name,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/data/`, ...more } },
    });
    const job = await run('sharing', 'cd input/data; for c in *; do echo $c: $(ls $c); done', {
      ResourceConfig: {
        VolumeSizeInGB: 1,
        InstanceGroups: [
          { InstanceGroupName: 'lead', InstanceType: 'ml.m5.large', InstanceCount: 1 },
          { InstanceGroupName: 'work', InstanceType: 'ml.c5.xlarge', InstanceCount: 2 },
        ],
      },
      InputDataConfig: [
        channel('all', { S3DataDistributionType: 'FullyReplicated' }),
        channel('some', { S3DataDistributionType: 'ShardedByS3Key' }),
        channel('workers', { S3DataDistributionType: 'ShardedByS3Key', InstanceGroupNames: ['work'] }),
      ],
    });
    expect(job.FailureReason).toBeUndefined();
    expect(await printed('sharing', 'algo-1')).toEqual(['all: a b c', 'some: a']);
    expect(await printed('sharing', 'algo-2')).toEqual(['all: a b c', 'some: b', 'workers: a c']);
    expect(await printed('sharing', 'algo-3')).toEqual(['all: a b c', 'some: c', 'workers: b']);
  });

  it('goes on over restarts of the plane, host by host', async () => {
    const script = `${ME}; case $me in algo-1) echo one;; *) until [ -e output/go ]; do echo two; sleep 0.02; done;; esac; touch model/$me`;
    await plane.clients().sagemaker.send(new CreateTrainingJobCommand(trainingJob('surviving', script, TWO)));
    await waitFor(async () => (await printed('surviving').catch((): string[] => [])).includes('two'));
    await plane.restart();
    expect((await describeTrainingJob(plane.clients(), 'surviving')).SecondaryStatus).toBe('Training');
    const two = `${plane.dir}/training/111111111111/us-east-1/surviving/algo-2`;
    await writeFile(`${two}/output/go`, '');
    const job = await endOfTrainingJob(plane.clients(), 'surviving');
    expect(await printed('surviving', 'algo-1')).toEqual(['one']);
    expect(await archived(job.ModelArtifacts!.S3ModelArtifacts!)).toEqual(['algo-1', 'algo-2']);
  });
});
