/** boto3 and the AWS command line on a plane that they know nothing of but what `gradus env` prints. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from './gradus-command.ts';
import { findAwsCommand, findBoto3, runWithExports, type PythonClient } from './python-clients.ts';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SOURCES = join(REPOSITORY, 'apps/journeys/src/python');
const [boto3, aws] = [findBoto3(), findAwsCommand()];
const titled = (title: string, client: PythonClient): string =>
  'missing' in client ? `${title} (skipped: ${client.missing})` : title;
const isMissing = (client: PythonClient): boolean => 'missing' in client;

it.skipIf(isMissing(boto3))(
  titled('the judge of answers finds planted faults', boto3),
  async () => {
    const { program } = boto3 as { program: string };
    const ended = await runWithExports('', SOURCES, program, ['-m', 'unittest', 'answers/strict_answers_test.py']);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
  },
  60_000,
);

describe.skipIf(isMissing(boto3) && isMissing(aws))('Python clients', () => {
  let workspace: ScratchWorkspace;
  let exports: string;
  const run = async (client: PythonClient, ...args: readonly string[]): Promise<string> => {
    const { program } = client as { program: string };
    const ended = await runWithExports(exports, workspace.folder, program, args);
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
    return ended.stdout;
  };

  beforeAll(async () => {
    workspace = await scratchWorkspace('movies');
    await workspace.gradus.json('up', '--port', '0');
    await workspace.gradus.json('publish', 'movies');
    await workspace.gradus.json('approve', 'movies', 'latest', '--why', 'it beats what is popular');
    await workspace.gradus.json('deploy', 'movies', 'approved');
    exports = (await workspace.gradus('env', '--shell', 'sh')).stdout;
  }, 180_000);
  afterAll(() => workspace.end(), 60_000);

  it.skipIf(isMissing(boto3))(
    titled('boto3 goes through Level 0, and botocore allows every answer', boto3),
    async () => {
      const transcript = await run(boto3, join(SOURCES, 'boto3_level_0.py'));
      expect(transcript).toContain('movies, version 1: Approved');
      expect(transcript).toContain("botocore's models allow every one of them.");
      const [, answers, operations] = /(\d+) answers of (\d+) operations/.exec(transcript)!;
      expect(Number(answers)).toBeGreaterThan(130);
      expect(Number(operations)).toBeGreaterThan(50);
    },
    180_000,
  );

  describe.skipIf(isMissing(aws))(titled('the AWS command line', aws), () => {
    const json = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
      JSON.parse(await run(aws, ...args, '--output', 'json')) as Record<string, unknown>;

    it('finds the registry, the training job and its log', async () => {
      expect(await json('sts', 'get-caller-identity')).toMatchObject({ Account: '000000000000' });
      const list = ['sagemaker', 'list-model-packages', '--model-package-group-name', 'movies'];
      expect(await json(...list)).toMatchObject({
        ModelPackageSummaryList: [{ ModelPackageVersion: 1, ModelApprovalStatus: 'Approved' }],
      });
      const { TrainingJobSummaries: jobs } = await json('sagemaker', 'list-training-jobs', '--name-contains', 'movies');
      const [{ TrainingJobName: job }] = jobs as [{ TrainingJobName: string }];
      await run(aws, 'sagemaker', 'wait', 'training-job-completed-or-stopped', '--training-job-name', job);
      const log = ['--log-group-name', '/aws/sagemaker/TrainingJobs', '--log-stream-name-prefix', `${job}/`];
      const found = await json('logs', 'filter-log-events', ...log, '--filter-pattern', '"ndcg_at_10_full="');
      expect(JSON.stringify(found['events'])).toMatch(/ndcg_at_10_full=0\.\d+;/);
    }, 60_000);

    it('copies files to S3 and back', async () => {
      const large = randomBytes(20 * 1024 * 1024);
      const local = (name: string): string => join(workspace.folder, name);
      writeFileSync(local('large.bin'), large);
      await run(aws, 's3', 'mb', 's3://aws-command-line');
      await run(aws, 's3', 'cp', local('large.bin'), 's3://aws-command-line/a/large.bin', '--only-show-errors');
      await run(aws, 's3', 'cp', 's3://aws-command-line/a/large.bin', local('back.bin'), '--only-show-errors');
      expect(readFileSync(local('back.bin')).equals(large)).toBe(true);
      await run(aws, 's3', 'sync', 's3://aws-command-line/', local('synced'), '--only-show-errors');
      expect(readFileSync(local('synced/a/large.bin')).equals(large)).toBe(true);
      expect(await run(aws, 's3', 'ls', 's3://aws-command-line/', '--recursive')).toContain(' 20971520 a/large.bin');
      await run(aws, 's3', 'rb', 's3://aws-command-line', '--force');
      expect(await run(aws, 's3', 'ls')).not.toContain('aws-command-line');
    }, 60_000);

    it('asks the endpoint', async () => {
      const answer = join(workspace.folder, 'answer.json');
      const body = join(workspace.folder, 'body.json');
      writeFileSync(body, '{"user_id": 42, "limit": 2}');
      const ask = [
        '--endpoint-name',
        'movies',
        '--content-type',
        'application/json',
        '--body',
        `file://${body}`,
        answer,
      ];
      expect(await json('sagemaker-runtime', 'invoke-endpoint', ...ask)).toMatchObject({
        ContentType: 'application/json',
      });
      expect(JSON.parse(readFileSync(answer, 'utf8'))).toMatchObject({ known: true, items: [{}, {}] });
    }, 60_000);
  });
});
