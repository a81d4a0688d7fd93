/** The sample's notebook as a training job on two hosts, beside one host, on ratings of a MovieLens folder laid side by side. */
import { createHash } from 'node:crypto';
import { copyFileSync, createWriteStream, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { VERSION } from '@gradus/core';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import { REGION, sagemakerCall } from '../load/requests.ts';
import { startInstalledPlane, type InstalledPlane } from '../process/installed-plane.ts';
import { runCommand } from '../process/run-command.ts';
import type { Row } from '../row.ts';

/** Every user of the folder this often, each time under an id of its own. */
const COPIES = 60;
const BUCKET = 'bench';
const LONGEST_MS = 15 * 60_000;

interface Trained {
  /** What the notebook measured: its training alone. */
  readonly trainSeconds: number;
  /** TrainingStartTime to TrainingEndTime: containers, data, training twice, evaluation, upload. */
  readonly jobSeconds: number;
  readonly model: string;
}

const writeRatings = async (from: string, to: string): Promise<void> => {
  mkdirSync(to);
  copyFileSync(join(from, 'movies.csv'), join(to, 'movies.csv'));
  const [header, ...lines] = readFileSync(join(from, 'ratings.csv'), 'utf8').trimEnd().split(/\r?\n/);
  const rows = lines.map((line) => {
    const comma = line.indexOf(',');
    return [Number(line.slice(0, comma)), line.slice(comma)] as const;
  });
  const users = Math.max(...rows.map(([user]) => user));
  const file = createWriteStream(join(to, 'ratings.csv'));
  file.write(`${header}\n`);
  for (let copy = 0; copy < COPIES; copy += 1) {
    file.write(rows.map(([user, rest]) => `${user + copy * users}${rest}\n`).join(''));
  }
  await finished(file.end());
};

interface Job {
  readonly TrainingJobStatus: string;
  readonly FailureReason?: string;
  readonly TrainingStartTime: number;
  readonly TrainingEndTime: number;
  readonly FinalMetricDataList?: readonly { readonly MetricName: string; readonly Value: number }[];
}

const endOf = async (plane: InstalledPlane, name: string): Promise<Job> => {
  const deadline = performance.now() + LONGEST_MS;
  for (;;) {
    const job = await fetchRaw<Job>(plane.port, sagemakerCall(plane, 'DescribeTrainingJob', { TrainingJobName: name }));
    if (job.TrainingJobStatus === 'Completed') return job;
    if (job.TrainingJobStatus !== 'InProgress' || performance.now() > deadline) {
      throw new Error(`${name} is ${job.TrainingJobStatus}: ${job.FailureReason}`);
    }
    await sleep(500);
  }
};

const run = async (bench: Bench, ratings: string): Promise<Row[]> => {
  const root = bench.folder('hosts');
  symlinkSync(join(bench.workspace, 'node_modules'), join(root, 'node_modules'));
  await writeRatings(ratings, join(root, 'ratings'));
  await runCommand('tar', ['czf', join(root, 'code.tar.gz'), 'notebooks/recommender.ipynb', 'src'], {
    cwd: join(bench.workspace, 'apps/movies'),
  });
  const plane = await startInstalledPlane(bench.workspace, root);
  const s3 = new S3Client({ endpoint: `http://127.0.0.1:${plane.port}`, region: REGION, credentials: plane.key });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  for (const file of ['code.tar.gz', 'ratings/ratings.csv', 'ratings/movies.csv']) {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: file, Body: readFileSync(join(root, file)) }));
  }
  const modelOf = async (name: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `jobs/${name}/output/model.tar.gz` }));
    const folder = join(root, name);
    mkdirSync(folder);
    const archive = join(folder, 'model.tar.gz');
    await finished((Body as NodeJS.ReadableStream).pipe(createWriteStream(archive)));
    await runCommand('tar', ['xzf', archive, '-C', folder]);
    return createHash('sha256')
      .update(readFileSync(join(folder, 'model.bin')))
      .digest('hex');
  };
  let jobs = 0;
  const train = async (hosts: number): Promise<Trained> => {
    const name = `hosts-${hosts}-${(jobs += 1)}`;
    const input = {
      TrainingJobName: name,
      RoleArn: 'arn:aws:iam::000000000000:role/bench',
      AlgorithmSpecification: {
        TrainingImage: `gradus/notebook:${VERSION}`,
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'train_seconds', Regex: 'train_seconds=([0-9.]+);' }],
      },
      HyperParameters: {
        sagemaker_program: 'notebooks/recommender.ipynb',
        sagemaker_submit_directory: `s3://${BUCKET}/code.tar.gz`,
      },
      InputDataConfig: [
        {
          ChannelName: 'ratings',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/ratings/` } },
        },
      ],
      OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/jobs` },
      ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: hosts, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: LONGEST_MS / 1000 },
    };
    await fetchRaw(plane.port, sagemakerCall(plane, 'CreateTrainingJob', input));
    const job = await endOf(plane, name);
    const trainSeconds = job.FinalMetricDataList?.find(({ MetricName }) => MetricName === 'train_seconds')?.Value;
    if (trainSeconds === undefined) throw new Error(`${name} printed no train_seconds`);
    const jobSeconds = job.TrainingEndTime - job.TrainingStartTime;
    bench.progress(
      `${hosts} host${hosts > 1 ? 's' : ''}: train_seconds ${trainSeconds.toFixed(2)}, job ${jobSeconds.toFixed(1)} s`,
    );
    return { trainSeconds, jobSeconds, model: await modelOf(name) };
  };
  const { one, two } = await takeTurns(bench.rounds, { one: () => train(1), two: () => train(2) });
  await plane.end();
  const models = new Set([...one, ...two].map(({ model }) => model));
  if (models.size > 1) throw new Error(`the models differ: ${[...models].join(', ')}`);
  const limit = Math.min(2, availableParallelism());
  return [
    speedUp('training alone (train_seconds)', 'trainSeconds', one, two, limit, 1.6),
    speedUp('the whole job', 'jobSeconds', one, two, limit, 1),
  ].flat();
};

const speedUp = (
  what: string,
  of: 'trainSeconds' | 'jobSeconds',
  one: readonly Trained[],
  two: readonly Trained[],
  limit: number,
  atLeast: number,
): Row[] => {
  const [alone, shared] = [medianOf(one, (each) => each[of]), medianOf(two, (each) => each[of])];
  return [
    {
      ...{ what: `${what}, 2 hosts`, measured: shared, unit: 's' },
      beside: { what: '1 host', value: alone },
      target: { kind: 'most', atMost: alone },
    },
    {
      ...{ what: 'its speed-up', measured: alone / shared, unit: 'x' },
      beside: { what: `limit on ${availableParallelism()} cores`, value: limit },
      target: { kind: 'least', atLeast },
    },
  ];
};

/** @param ratings a MovieLens folder; `ml-latest-small` below GRADUS_SHARED_DATA when absent */
export const trainingHosts = (ratings: string | undefined): Arm => ({
  name: 'hosts',
  summary: 'the sample trained on two hosts, beside one; only when named',
  run: async (bench) => {
    const shared = process.env['GRADUS_SHARED_DATA'] ?? join(bench.workspace, '../shared/data');
    const folder = ratings ?? join(shared, 'ml-latest-small');
    if (!existsSync(join(folder, 'ratings.csv'))) {
      throw new Error(`no ratings.csv in ${folder}: name a MovieLens folder with --ratings`);
    }
    return run(bench, folder);
  },
});
