import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DescribeTrainingJobCommand, ListTrainingJobsCommand, ListTrialsCommand } from '@aws-sdk/client-sagemaker';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listRuns, readRun } from '@gradus/experiments';
import { imageRegistry } from '@gradus/plane';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getBytes, getJson } from '@gradus/training';
import type { Level0Context } from './context.ts';
import { publish, resumePublish } from './publish.ts';
import { show } from './show.ts';
import { environment, filmsWorkspace, imageRules, SERVING_IMAGE, type FilmsWorkspace } from '@gradus/training/testing';
import { versions } from './versions.ts';

const SECONDS = 60_000;
const plane = withPlane({ images: imageRegistry(imageRules) });
let workspace: FilmsWorkspace;
beforeAll(() => {
  workspace = filmsWorkspace();
});
afterAll(() => workspace.end());

const context = (): Level0Context => {
  const { s3, sagemaker, runtime, metrics, logs, sts } = plane.clients();
  return {
    environment,
    clients: { s3, sagemaker, runtime, metrics, logs, sts },
    workspace: workspace.folder,
  };
};
const jobs = async (): Promise<number> =>
  (await plane.clients().sagemaker.send(new ListTrainingJobsCommand({ MaxResults: 100 }))).TrainingJobSummaries!.length;

describe('publish', () => {
  it(
    'registers what the job made, with where it came from',
    async () => {
      const stages: string[] = [];
      const lines: string[] = [];
      const statuses: string[] = [];
      const version = await publish(workspace.films, context(), {
        parameters: { seed: 8 },
        onStage: (stage) => stages.push(stage),
        onLogLine: (line) => lines.push(line),
        onStatus: (status) => statuses.push(status),
      });
      expect(stages).toEqual(['code', 'train', 'register']);
      expect(lines).toEqual(['ndcg=0.04;']);
      expect(statuses.at(-1)).toBe('Completed');
      expect(version).toMatchObject({
        group: 'films',
        version: 1,
        status: 'PendingManualApproval',
        image: SERVING_IMAGE,
        facts: {
          commit: workspace.git('rev-parse', 'HEAD'),
          dirty: false,
          dataset: { name: 'watched', rows: 3, sha256: 'ab', source: 'a spec' },
          seed: 8,
          metrics: { ndcg: 0.04, coverage: 0.5 },
        },
      });
      const detail = await show(workspace.films, context(), 'latest');
      expect(detail).toMatchObject({
        parameters: { seed: 8, leave: '', fail: '', title: '007', ratio: null },
        signature: { input: { required: ['user'] } },
        missedGates: [],
        serving: false,
      });
      expect(await getJson(context().clients.s3, detail.facts!.notebook!)).toEqual({ ran: true, channels: [] });
      const job = await plane
        .clients()
        .sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: detail.facts!.trainingJob }));
      expect(job.FinalMetricDataList).toMatchObject([{ MetricName: 'ndcg', Value: expect.closeTo(0.04) }]);
      expect(version.artifact).toBe(job.ModelArtifacts!.S3ModelArtifacts);
    },
    SECONDS,
  );

  it('leaves a run of the experiment of the model, in a trial of its own', async () => {
    const [version] = await versions(workspace.films, context());
    const [run] = await listRuns(plane.clients(), 'spec-films');
    const job = version!.facts!.trainingJob!;
    expect(run).toMatchObject({ displayName: job, status: 'Completed' });
    expect(await readRun(plane.clients(), { name: run!.component })).toMatchObject({
      parameters: { seed: 8 },
      metrics: { ndcg: { last: 0.04 } },
    });
    const { TrialSummaries } = await plane
      .clients()
      .sagemaker.send(new ListTrialsCommand({ ExperimentName: 'spec-films' }));
    expect(TrialSummaries).toMatchObject([{ TrialName: `spec-${job}` }]);
  });

  it(
    'answers a repeat of its job with the version that is registered, whatever the model says by now',
    async () => {
      const [first] = await versions(workspace.films, context());
      const { model } = workspace.films;
      const changed = {
        ...workspace.films,
        model: {
          ...model,
          gates: { coverage: { min: 1 } },
          notebook: { ...model.notebook, file: './renamed.ipynb' },
          serve: { endpoint: { ...model.serve.endpoint!, instanceType: 'ml.c5.xlarge' } },
        },
      };
      const later = {
        ...context(),
        environment: { ...environment, images: { notebook: 'spec/new:2', serving: 'spec/new:2' } },
      };
      const { trainingJob } = first!.facts!;
      expect(await resumePublish(changed, later, trainingJob!)).toEqual(first);
      expect(await versions(workspace.films, context())).toEqual([first]);
    },
    SECONDS,
  );

  it(
    'gives the job its data, uploaded once',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gradus-ratings-'));
      try {
        mkdirSync(join(folder, 'more'));
        writeFileSync(join(folder, 'ratings.csv'), 'a\n');
        writeFileSync(join(folder, 'more/movies.csv'), 'b\n');
        const data = [{ name: 'ratings', source: folder }];
        const uploaded: string[] = [];
        const onStage = (stage: string, detail: string): void => {
          if (stage === 'data') uploaded.push(detail);
        };
        const options = { data, onStage };
        const first = await publish(workspace.films, context(), options);
        expect(uploaded).toEqual(['more/movies.csv', 'ratings.csv']);
        await publish(workspace.films, context(), options);
        expect(uploaded).toHaveLength(2);
        const { Contents } = await plane
          .clients()
          .s3.send(
            new ListObjectsV2Command({ Bucket: environment.bucket, Prefix: environment.key('films', 'data', '') }),
          );
        expect(Contents!.map(({ Key }) => Key!.replace(/[0-9a-f]{64}/, '<hash>'))).toEqual([
          'ns=spec/films/data/ratings/<hash>.complete',
          'ns=spec/films/data/ratings/<hash>/more/movies.csv',
          'ns=spec/films/data/ratings/<hash>/ratings.csv',
        ]);
        expect(await getJson(context().clients.s3, first.facts!.notebook!)).toMatchObject({ channels: ['ratings'] });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    SECONDS,
  );

  it('makes nothing when what it is given is wrong', async () => {
    const before = await jobs();
    const absent = { name: 'ratings', source: '/nowhere/at/all' };
    await expect(publish(workspace.films, context(), { data: [absent] })).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
    });
    await expect(publish(workspace.films, context(), { parameters: { sed: 1 } })).rejects.toMatchObject({
      code: 'PARAMETER_UNKNOWN',
    });
    await expect(publish(workspace.films, context(), { data: [absent, absent] })).rejects.toMatchObject({
      code: 'DATA_CHANNEL_INVALID',
    });
    await expect(publish(workspace.films, context(), { data: [{ ...absent, name: 'rating' }] })).rejects.toMatchObject({
      code: 'DATA_CHANNEL_UNKNOWN',
    });
    expect(await jobs()).toBe(before);
  });

  it(
    'says why the job failed, in full',
    async () => {
      const fail = `ratings.csv:17: got "five"; expected a number from 0.5 to 5\n${'so it goes '.repeat(30)}`;
      await expect(publish(workspace.films, context(), { parameters: { fail } })).rejects.toMatchObject({
        code: 'JOB_FAILED',
        message: expect.stringContaining(`ended as Failed: AlgorithmError: ${fail}`),
        remedy: expect.stringMatching(/^`gradus logs films-[0-9a-f-]+` shows its log\.$/),
      });
    },
    SECONDS,
  );

  it.each([
    [
      { 'signature.json': null, 'dataset.json': null },
      'ARTIFACT_INCOMPLETE',
      /model\.tar\.gz lacks signature\.json, dataset\.json$/,
      undefined,
    ],
    [{ 'evaluation.json': '{ "metrics": ' }, 'ARTIFACT_INVALID', /cannot take/, [{ path: 'evaluation.json' }]],
    [
      {
        'evaluation.json': { metrics: { ndcg: null, 'f1(macro)': 1 } },
        'dataset.json': { name: '', rows: -1, sha256: 'x', source: 'y' },
      },
      'ARTIFACT_INVALID',
      /cannot take/,
      [
        { path: 'evaluation.json: metrics.ndcg', message: 'is not a number' },
        { path: 'evaluation.json: metrics.f1(macro)' },
        { path: 'dataset.json: name' },
        { path: 'dataset.json: rows' },
      ],
    ],
    [
      { 'evaluation.json': [], 'signature.json': { input: { type: 'nonsense' } } },
      'ARTIFACT_INVALID',
      /cannot take/,
      [
        { path: 'evaluation.json: metrics' },
        { path: 'signature.json: input', message: expect.stringMatching(/^is no JSON Schema: /) },
        { path: 'signature.json: output', message: 'is missing' },
      ],
    ],
  ])(
    'registers nothing when the notebook leaves %j',
    async (leave, code, message, mistakes) => {
      const before = await versions(workspace.films, context());
      await expect(
        publish(workspace.films, context(), { parameters: { leave: JSON.stringify(leave) } }),
      ).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
        ...(mistakes && { mistakes }),
      });
      expect(await versions(workspace.films, context())).toEqual(before);
    },
    SECONDS,
  );

  it(
    'keeps the metrics that gates look at, where the registry has no room for all',
    async () => {
      const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a_${index}`, index]));
      const leave = JSON.stringify({ 'evaluation.json': { metrics: { ...many, ndcg: 0.01 } } });
      const version = await publish(workspace.films, context(), { parameters: { leave } });
      expect(Object.keys(version.facts!.metrics)[0]).toBe('ndcg');
      expect((await show(workspace.films, context(), 'latest')).missedGates).toEqual([
        'ndcg is 0.01, at least 0.03 is asked',
      ]);
      const all = JSON.parse((await getBytes(context().clients.s3, version.facts!.evaluation)).toString()) as {
        metrics: object;
      };
      expect(Object.keys(all.metrics)).toHaveLength(61);
    },
    SECONDS,
  );
});

describe('resumePublish', () => {
  it.each(['films-20260101-000000-abcdef', 'not a name'])('knows no job %s', async (job) =>
    expect(resumePublish(workspace.films, context(), job)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND', got: job }),
  );

  it('refuses a job of another model', async () => {
    const [version] = await versions(workspace.films, context());
    const books = { ...workspace.films, model: { ...workspace.films.model, name: 'books' } };
    await expect(resumePublish(books, context(), version!.facts!.trainingJob!)).rejects.toMatchObject({
      code: 'JOB_FOREIGN',
      message: `training job ${version!.facts!.trainingJob!} was not made by a publish of books`,
    });
  });
});
