/** boto3 and the AWS command line on a plane that they know nothing of but what `gradus env` prints. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, type Ended } from './gradus-command.ts';
import { findPythonClients, runWithExports } from './python-clients.ts';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SOURCES = join(REPOSITORY, 'apps/journeys/src/python');
const clients = findPythonClients();
const missing = 'missing' in clients;
const { python, aws } = missing ? { python: '', aws: '' } : clients;

describe.skipIf(missing)(missing ? `Python clients (skipped: ${clients.missing})` : 'Python clients', () => {
  let workspace: ScratchWorkspace;
  let exports: string;
  const start = (program: string, ...args: readonly string[]): Promise<Ended> =>
    runWithExports(exports, workspace.folder, program, args);
  const run = async (program: string, ...args: readonly string[]): Promise<string> => {
    const ended = await start(program, ...args);
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
    return ended.stdout;
  };
  const awsJson = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
    JSON.parse(await run(aws, ...args, '--output', 'json')) as Record<string, unknown>;

  beforeAll(async () => {
    workspace = await scratchWorkspace('movies');
    await workspace.gradus.json('up', '--port', '0');
    await workspace.gradus.json('publish', 'movies');
    await workspace.gradus.json('approve', 'movies', 'latest', '--why', 'it beats what is popular');
    await workspace.gradus.json('deploy', 'movies', 'approved');
    exports = (await workspace.gradus('env', '--shell', 'sh')).stdout;
  }, 180_000);
  afterAll(() => workspace.end(), 60_000);

  it('judge answers: planted faults are found', async () => {
    const tests = ['answers/strict_answers_test.py', 'validate_answers_test.py'];
    const ended = await runWithExports('', SOURCES, python, ['-m', 'unittest', ...tests]);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
  }, 60_000);

  it('go through Level 0 with boto3, and botocore allows every answer', async () => {
    const transcript = await run(python, join(SOURCES, 'boto3_level_0.py'));
    expect(transcript).toContain('movies, version 1: Approved');
    expect(transcript).toContain("botocore's models allow every one of them.");
    const [, answers, operations] = /(\d+) answers of (\d+) operations/.exec(transcript)!;
    expect(Number(answers)).toBeGreaterThan(130);
    expect(Number(operations)).toBeGreaterThan(50);
  }, 180_000);

  it('keep records with boto3: experiments, lineage, jobs, cards, versions', async () => {
    const transcript = await run(python, join(SOURCES, 'boto3_records.py'));
    expect(transcript).toContain("botocore's models allow every one of them.");
    const [, answers, operations] = /(\d+) answers of (\d+) operations/.exec(transcript)!;
    expect(Number(answers)).toBeGreaterThan(150);
    expect(Number(operations)).toBeGreaterThan(70);
  }, 180_000);

  it('find the registry, the training job and its log on the AWS command line', async () => {
    expect(await awsJson('sts', 'get-caller-identity')).toMatchObject({ Account: '000000000000' });
    const list = ['sagemaker', 'list-model-packages', '--model-package-group-name', 'movies'];
    expect(await awsJson(...list)).toMatchObject({
      ModelPackageSummaryList: [{ ModelPackageVersion: 1, ModelApprovalStatus: 'Approved' }],
    });
    const { TrainingJobSummaries: jobs } = await awsJson(
      'sagemaker',
      'list-training-jobs',
      '--name-contains',
      'movies',
    );
    const [{ TrainingJobName: job }] = jobs as [{ TrainingJobName: string }];
    await run(aws, 'sagemaker', 'wait', 'training-job-completed-or-stopped', '--training-job-name', job);
    const log = ['--log-group-name', '/aws/sagemaker/TrainingJobs', '--log-stream-name-prefix', `${job}/`];
    const found = await awsJson('logs', 'filter-log-events', ...log, '--filter-pattern', '"ndcg_at_10_full="');
    expect(JSON.stringify(found['events'])).toMatch(/ndcg_at_10_full=0\.\d+;/);
    const printed = /\bndcg_at_10_full=([\d.]+);/.exec(JSON.stringify(found['events']))![1];
    const { FinalMetricDataList: metrics } = await awsJson(
      'sagemaker',
      'describe-training-job',
      '--training-job-name',
      job,
    );
    expect(metrics).toContainEqual(expect.objectContaining({ MetricName: 'ndcg_at_10_full', Value: Number(printed) }));
    const dimension = ['--dimensions', `Name=TrainingJobName,Value=${job}`];
    const { Metrics: listed } = await awsJson(
      'cloudwatch',
      'list-metrics',
      '--namespace',
      '/aws/sagemaker/TrainingJobs',
      ...dimension,
    );
    expect(listed).toContainEqual(expect.objectContaining({ MetricName: 'ndcg_at_10_full' }));
  }, 60_000);

  it('search experiments and jobs on the AWS command line', async () => {
    const search = async (resource: string, ...filters: readonly object[]): Promise<unknown> => {
      const expression = JSON.stringify({ Filters: filters });
      return (await awsJson('sagemaker', 'search', '--resource', resource, '--search-expression', expression))[
        'Results'
      ];
    };
    const good = { Name: 'Metrics.ndcg_at_10_full', Operator: 'GreaterThan', Value: '0.1' };
    expect(await search('TrainingJob', good)).toMatchObject([{ TrainingJob: { TrainingJobStatus: 'Completed' } }]);
    expect(await search('TrainingJob', { ...good, Value: '1' })).toEqual([]);
    const { ExperimentSummaries: experiments } = await awsJson('sagemaker', 'list-experiments');
    expect(experiments).toContainEqual(expect.objectContaining({ ExperimentName: 'local-movies' }));
    expect(await awsJson('sagemaker', 'describe-experiment', '--experiment-name', 'local-movies')).toMatchObject({
      ExperimentName: 'local-movies',
    });
  }, 60_000);

  it('copy files to S3 and back on the AWS command line', async () => {
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
    const object = ['--bucket', 'aws-command-line', '--key', 'a/large.bin'];
    await run(aws, 's3api', 'put-object-tagging', ...object, '--tagging', 'TagSet=[{Key=kind,Value=noise}]');
    expect(await awsJson('s3api', 'get-object-tagging', ...object)).toMatchObject({
      TagSet: [{ Key: 'kind', Value: 'noise' }],
    });
    await run(aws, 'configure', 'set', 'default.s3.signature_version', 's3v4');
    const link = (await run(aws, 's3', 'presign', 's3://aws-command-line/a/large.bin', '--expires-in', '60')).trim();
    const shared = await fetch(link);
    expect(Buffer.from(await shared.arrayBuffer()).equals(large)).toBe(true);
    await run(aws, 's3', 'rb', 's3://aws-command-line', '--force');
    expect(await run(aws, 's3', 'ls')).not.toContain('aws-command-line');
  }, 60_000);

  it('ask the endpoint and take it away on the AWS command line', async () => {
    const [body, answer] = [join(workspace.folder, 'body.json'), join(workspace.folder, 'answer.json')];
    writeFileSync(body, '{"user_id": 42, "limit": 2}');
    const ask = ['--endpoint-name', 'movies', '--content-type', 'application/json', '--body', `file://${body}`, answer];
    expect(await awsJson('sagemaker-runtime', 'invoke-endpoint', ...ask)).toMatchObject({
      ContentType: 'application/json',
    });
    expect(JSON.parse(readFileSync(answer, 'utf8'))).toMatchObject({ known: true, items: [{}, {}] });
    await run(aws, 'sagemaker', 'delete-endpoint', '--endpoint-name', 'movies');
    const describeEndpoint = (): Promise<Ended> =>
      start(aws, 'sagemaker', 'describe-endpoint', '--endpoint-name', 'movies');
    await expect.poll(describeEndpoint, { timeout: 30_000, interval: 500 }).toMatchObject({
      stderr: expect.stringContaining('Could not find endpoint'),
    });
  }, 60_000);
});
