/** A plane that is killed at the worst of moments: what was acknowledged is there, what was under way goes on or ends truthfully. */
import { createServer, type Server } from 'node:net';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeTrainingJobCommand,
  ListModelPackagesCommand,
  ListTrainingJobsCommand,
} from '@aws-sdk/client-sagemaker';
import { waitFor, type SdkClients } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 120_000;
let workspace: ScratchWorkspace;
beforeAll(async () => {
  workspace = await scratchWorkspace('films');
  workspace.write('ratings/ratings.csv', Buffer.alloc(120e6, 'one line of ratings\n'));
  await up();
}, SECONDS);
afterAll(() => workspace.end(), SECONDS);

interface Status {
  readonly pid: number;
  readonly port: number;
  readonly started: boolean;
}
let plane: Status;
const up = async (): Promise<Status> => (plane = await workspace.gradus.json<Status>('up', '--port', '0'));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const killPlane = async (): Promise<void> => {
  process.kill(plane.pid, 'SIGKILL');
  await waitFor(() => !isAlive(plane.pid));
};

const versions = async ({ sagemaker }: SdkClients): Promise<number> =>
  (await sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: 'films' }))).ModelPackageSummaryList!
    .length;

/** Puts objects one after another and remembers those that were acknowledged. */
const putUntilRefused = ({ s3 }: SdkClients, Bucket: string) => {
  const acknowledged: string[] = [];
  const ended = (async () => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    for (let number = 0; ; number += 1) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `${number}`, Body: `object ${number}` }));
      acknowledged.push(`${number}`);
    }
  })().catch(() => undefined);
  return { acknowledged, ended };
};

const expectObjects = async ({ s3 }: SdkClients, Bucket: string, keys: readonly string[]): Promise<void> => {
  expect(keys).not.toHaveLength(0);
  for (const Key of keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body!.transformToString()).toBe(`object ${Key}`);
  }
};

const newestJob = async ({ sagemaker }: SdkClients): Promise<string | undefined> => {
  const { TrainingJobSummaries: jobs } = await sagemaker.send(
    new ListTrainingJobsCommand({ SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: 1 }),
  );
  return jobs?.[0]?.TrainingJobName;
};

describe('kill -9 of the plane during publish', () => {
  it.each([
    ['Downloading', ['--data', 'ratings=ratings']],
    ['Training', ['--param', 'busy_ms=4000']],
    ['Uploading', ['--param', 'megabytes=20']],
    ['Completed', []],
  ])(
    'while the job is %s: the command says how to go on, nothing acknowledged is lost, and it does go on',
    async (moment, options) => {
      const clients = await workspace.clients();
      const before = await versions(clients);
      const put = putUntilRefused(clients, `objects-${moment.toLowerCase()}`);
      await waitFor(() => put.acknowledged.length > 0);
      const last = await newestJob(clients);
      const publish = workspace.gradus.start('publish', 'films', ...options);
      const job = await waitFor(async () => (await newestJob(clients)) !== last && newestJob(clients), {
        timeout: SECONDS,
        interval: 1,
      });
      // Held still, the command cannot register what has completed before the plane is gone.
      if (moment === 'Completed') publish.child.kill('SIGSTOP');
      // Before, it fetches its code from the plane: without one it fails, and says so.
      if (moment === 'Training')
        await waitFor(() => publish.said.stderr.includes('films at work'), { timeout: SECONDS });
      const seen = await waitFor(
        async () => {
          const { SecondaryStatus: status } = await clients.sagemaker.send(
            new DescribeTrainingJobCommand({ TrainingJobName: job }),
          );
          return (status === moment || status === 'Completed') && status;
        },
        { timeout: SECONDS, interval: 1 },
      );
      await killPlane();
      publish.child.kill('SIGCONT');
      expect(seen).toBe(moment);

      const ended = await publish.ended;
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(
        `error PUBLISH_CUT_OFF: the connection was lost before training job ${job} was registered`,
      );
      expect(ended.stderr).toContain(`remedy:  Go on with it: gradus publish films --resume ${job}`);
      expect(ended.stderr).not.toContain('    at ');
      await put.ended;

      expect(await up()).toMatchObject({ started: true });
      const later = await workspace.clients();
      await expectObjects(later, `objects-${moment.toLowerCase()}`, put.acknowledged);
      expect(await versions(later)).toBe(before);

      const version = await workspace.gradus.json('publish', 'films', '--resume', job);
      expect(version).toMatchObject({ version: before + 1, facts: { trainingJob: job, metrics: { quality: 0.9 } } });
      expect(await workspace.gradus.json('publish', 'films', '--resume', job)).toEqual(version);
      expect(await versions(later)).toBe(before + 1);
    },
    SECONDS,
  );

  it(
    'before there is a job: the command says that nothing answers, and how to start the plane',
    async () => {
      const clients = await workspace.clients();
      const last = await newestJob(clients);
      workspace.write('ratings/more.csv', Buffer.alloc(60e6, 'another line\n'));
      const publish = workspace.gradus.start('publish', 'films', '--data', 'ratings=ratings');
      await waitFor(() => publish.said.stderr.includes('data: '), { timeout: SECONDS });
      await killPlane();
      const ended = await publish.ended;
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toMatch(/error AWS_UNREACHABLE: nothing answers at http:\/\/127\.0\.0\.1:\d+/);
      expect(ended.stderr).toContain('remedy:  Start the plane, then do it again: gradus up');
      expect(ended.stderr).not.toContain('    at ');
      await up();
      expect(await newestJob(await workspace.clients())).toBe(last);
    },
    SECONDS,
  );
});

describe('kill -9 of the plane under an endpoint', () => {
  it(
    'leaves the endpoint: it answers once the plane is up',
    async () => {
      await workspace.gradus.json('approve', 'films', 'latest', '--why', 'good');
      await workspace.gradus.json('deploy', 'films');
      await killPlane();
      await up();
      expect(await workspace.gradus.json('predict', 'films', '{"user": 4}')).toMatchObject({ output: { user: 4 } });
      expect(await workspace.gradus.json('deploy', 'films')).toMatchObject({ changed: false });
    },
    SECONDS,
  );
});

describe('the plane', () => {
  it.each([
    ['as it was', undefined],
    ["naming somebody else's process", JSON.stringify({ pid: process.pid, port: 1 })],
    ['cut off', '{ "pid": '],
  ])(
    'recovers from a hint that a killed plane left, %s',
    async (_, hint) => {
      await killPlane();
      if (hint !== undefined) workspace.write('.gradus/plane.json', hint);
      expect(await workspace.gradus.json('status')).toEqual({ running: false });
      const first = await up();
      expect(first).toMatchObject({ started: true });
      expect(await up()).toEqual({ ...first, started: false });
    },
    SECONDS,
  );

  it(
    'comes back on the port of the one that was killed',
    async () => {
      const { port } = (await up()) as { port: number };
      await killPlane();
      expect(await workspace.gradus.json('up')).toMatchObject({ started: true, port });
    },
    SECONDS,
  );

  it(
    'takes the next port when its own is taken, and says so',
    async () => {
      const taken: Server = createServer();
      const held = await new Promise<boolean>((resolve) => {
        taken.on('error', () => resolve(false));
        taken.listen(4566, '127.0.0.1', () => resolve(true));
      });
      try {
        const other = await scratchWorkspace('films');
        const started = await other.gradus('up');
        expect(started).toMatchObject({ code: 0, stderr: '' });
        expect(started.stdout).toMatch(
          /^The plane answers at http:\/\/127\.0\.0\.1:\d+ \(pid \d+\), since port 4566 is taken\./,
        );
        expect(started.stdout).not.toContain(':4566 ');
        expect((await other.gradus('up')).stdout).toMatch(/^The plane runs already: /);
        await other.end();
      } finally {
        if (held) await new Promise((resolve) => taken.close(resolve));
      }
    },
    SECONDS,
  );
});
