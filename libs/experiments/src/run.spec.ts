import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { DescribeTrialComponentCommand, ListTagsCommand, ListTrialsCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRuns } from './compare-runs.ts';
import { openRun, run, type RunOptions } from './open-run.ts';
import { listExperiments, listRuns, readRun, readSeries } from './read-runs.ts';
import { recoverRuns } from './recover-runs.ts';

describe('run', () => {
  const plane = withPlane();
  let journal: string;
  const options = (more: RunOptions = {}): RunOptions => ({
    ...{ experiment: 'Movies', clients: plane.clients(), journal },
    ...more,
  });
  const read = (name: string) => readRun(plane.clients(), { experiment: 'Movies', name });
  const object = async (uri: string) => {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri)!;
    return (await plane.clients().s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
  };

  beforeAll(() => {
    journal = mkdtempSync(join(tmpdir(), 'gradus-runs-'));
  });
  afterAll(() => rmSync(journal, { recursive: true, force: true }));

  it('keeps parameters, metrics by step, files, tables and figures, and leaves no journal', async () => {
    const file = join(journal, 'weights.csv');
    writeFileSync(file, 'a,b\n1,2\n');
    const result = await run(options({ name: 'first' }), (opened) => {
      opened.logParameters({ rate: 0.1, optimizer: 'adam', shuffled: true });
      for (let step = 0; step < 25; step += 1)
        opened.logMetrics({ loss: 1 / (step + 1), accuracy: step / 25 }, { step });
      opened.logArtifact('weights', file);
      writeFileSync(file, 'changed since');
      opened.logArtifact('data', 's3://films/ratings.csv', { input: true, mediaType: 'text/csv' });
      opened.logTable('errors', [{ film: 'Alien', error: 0.5 }, { film: 'Heat' }]);
      opened.logFigure('curve', '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
      opened.logFigure('bars', { $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar' });
      return 'trained';
    });
    expect(result).toBe('trained');
    const first = await read('first');
    expect(first).toMatchObject({
      ...{ name: 'first', component: 'movies-first', status: 'Completed' },
      parameters: { rate: 0.1, optimizer: 'adam', shuffled: 'true' },
      metrics: { loss: { count: 25, max: 1, last: 0.04 }, accuracy: { count: 25, min: 0, last: 0.96 } },
      inputs: { data: { Value: 's3://films/ratings.csv', MediaType: 'text/csv' } },
    });
    expect(first.ended!.getTime()).toBeGreaterThanOrEqual(first.started!.getTime());
    const { weights, errors, curve, bars } = first.outputs;
    expect(weights).toMatchObject({
      Value: 's3://gradus-111111111111-us-east-1/ns=default/Movies/runs/movies-first/weights.csv',
      MediaType: 'text/csv',
    });
    expect(await object(weights!.Value!)).toBe('a,b\n1,2\n');
    expect(JSON.parse(await object(errors!.Value!))).toMatchObject({
      type: 'Table',
      fields: [
        { name: 'film', type: 'string' },
        { name: 'error', type: 'string' },
      ],
      data: { film: ['Alien', 'Heat'], error: [0.5, null] },
    });
    expect([curve!.MediaType, bars!.MediaType]).toEqual(['image/svg+xml', 'application/json']);
    const { loss } = await readSeries(plane.clients(), first.componentArn, ['loss']);
    expect(loss!.steps).toEqual(Array.from({ length: 25 }, (_, step) => step));
    expect(readdirSync(journal)).toEqual(['weights.csv']);
  });

  it('keeps files apart: an input from an output of its name, and names with folders from one another', async () => {
    const file = join(journal, 'data.txt');
    await run(options({ name: 'apart' }), (opened) => {
      for (const name of ['data', 'train/data', 'test/data']) {
        writeFileSync(file, name);
        opened.logArtifact(name, file);
      }
      writeFileSync(file, 'input');
      opened.logArtifact('data', file, { input: true });
    });
    const { inputs, outputs } = await read('apart');
    expect(await object(inputs['data']!.Value!)).toBe('input');
    for (const [name, { Value }] of Object.entries(outputs)) expect(await object(Value!)).toBe(name);
    rmSync(file);
  });

  it('lies where the SageMaker SDK keeps its runs', async () => {
    await run(options({ name: 'Laid-out' }), () => undefined);
    const { sagemaker } = plane.clients();
    const component = await sagemaker.send(
      new DescribeTrialComponentCommand({ TrialComponentName: 'movies-laid-out' }),
    );
    expect(component.DisplayName).toBe('Laid-out');
    const { TrialSummaries } = await sagemaker.send(new ListTrialsCommand({ TrialComponentName: 'movies-laid-out' }));
    expect(TrialSummaries!.map(({ TrialName }) => TrialName)).toEqual(['Default-Run-Group-Movies']);
    const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: component.TrialComponentArn }));
    expect(Tags).toEqual([{ Key: 'sagemaker:trial-component-source', Value: 'run' }]);
  });

  it('fails with what its body throws, and keeps what was logged until then', async () => {
    const failing = run(options({ name: 'failing' }), (opened) => {
      opened.logMetric('loss', 7);
      throw new RangeError('the loss grew\nand grew');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await read('failing')).toMatchObject({
      ...{ status: 'Failed', message: 'RangeError: the loss grew and grew' },
      metrics: { loss: { last: 7 } },
    });
  });

  it('opens and closes in a notebook, goes on with a run, and flushes in between', async () => {
    const opened = await openRun(options({ name: 'notebook' }));
    opened.logMetric('loss', 3, { step: 0 });
    await opened.flush();
    expect(await read('notebook')).toMatchObject({ status: 'InProgress', metrics: { loss: { count: 1 } } });
    await opened.close();
    await opened.close();
    expect(() => opened.logMetric('loss', 2)).toThrow(expect.objectContaining({ code: 'RUN_CLOSED' }));
    await run(options({ name: 'notebook' }), (again) => again.logMetric('loss', 1, { step: 1 }));
    expect((await read('notebook')).metrics['loss']).toMatchObject({ count: 2, last: 1, max: 3 });
    expect(opened.experimentConfig).toEqual({
      ...{ ExperimentName: 'Movies', TrialName: 'Default-Run-Group-Movies', RunName: 'movies-notebook' },
    });
  });

  it('refuses what SageMaker would refuse, before it is in the journal', async () => {
    const opened = await openRun(options({ name: 'strict' }));
    const refused = (call: () => void, code: string) => expect(call).toThrow(expect.objectContaining({ code }));
    refused(() => opened.logMetric('loss', Number.NaN), 'RUN_VALUE_INVALID');
    refused(() => opened.logMetric('loss', 1, { step: 0.5 }), 'RUN_VALUE_INVALID');
    refused(() => opened.logParameter('text', 'x'.repeat(2501)), 'RUN_VALUE_INVALID');
    refused(() => opened.logParameter('text', 'two\nlines'), 'RUN_VALUE_INVALID');
    refused(() => opened.logParameter('x'.repeat(321), 1), 'RUN_VALUE_INVALID');
    refused(() => opened.logMetric('', 1), 'RUN_VALUE_INVALID');
    refused(() => opened.logMetric('x'.repeat(256), 1), 'RUN_VALUE_INVALID');
    refused(() => opened.logTable('x'.repeat(129), []), 'RUN_VALUE_INVALID');
    refused(() => opened.logFigure('figure', 'no figure'), 'RUN_VALUE_INVALID');
    for (let index = 0; index < 300; index += 1) opened.logParameter(`p${index}`, index);
    opened.logParameter('p0', 1);
    refused(() => opened.logParameter('one-more', 1), 'RUN_LIMIT');
    await opened.close();
    expect(Object.keys((await read('strict')).parameters)).toHaveLength(300);
    for (const wrong of [{ name: 'no_underscores' }, { experiment: 'x'.repeat(60) }]) {
      await expect(openRun(options(wrong))).rejects.toMatchObject({ code: 'RUN_NAME_INVALID' });
    }
    await expect(openRun({ clients: plane.clients(), journal })).rejects.toMatchObject({ code: 'RUN_NAME_INVALID' });
  });

  it('lists and compares', async () => {
    await run(options({ experiment: 'Books', name: 'a' }), (a) => {
      a.logParameters({ rate: 0.1, depth: 3 });
      a.logMetric('loss', 2);
    });
    await run(options({ experiment: 'Books', name: 'b' }), (b) => {
      b.logParameters({ rate: 0.2, depth: 3 });
      b.logMetrics({ loss: 1, f1: 0.5 });
    });
    const clients = plane.clients();
    expect((await listExperiments(clients)).map(({ name }) => name)).toEqual(['Books', 'Movies']);
    expect(await listRuns(clients, 'Books')).toMatchObject([
      { name: 'b', status: 'Completed' },
      { name: 'a', status: 'Completed' },
    ]);
    const compared = await compareRuns(
      clients,
      ['a', 'b'].map((name) => ({ experiment: 'Books', name })),
    );
    expect(compared.parameters).toEqual([
      { name: 'depth', values: [3, 3], differs: false },
      { name: 'rate', values: [0.1, 0.2], differs: true },
    ]);
    expect(compared.metrics).toEqual([
      { name: 'f1', values: [undefined, 0.5], differs: true },
      { name: 'loss', values: [2, 1], differs: true },
    ]);
    await expect(listRuns(clients, 'nothing')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    await expect(readRun(clients, { experiment: 'Books', name: 'c' })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  });

  it('keeps what it logs while nothing answers, and delivers it afterwards', async () => {
    const opened = await openRun(options({ name: 'offline' }));
    await plane.restart();
    opened.logMetric('loss', 5, { step: 1 });
    // The plane is back, on another port than these clients call.
    await expect(opened.close()).rejects.toMatchObject({
      code: 'RUN_NOT_DELIVERED',
      remedy: expect.stringContaining('recoverRuns') as string,
    });
    const left = readdirSync(journal).filter((name) => name.startsWith('movies-offline'));
    expect(left).toHaveLength(1);
    await expect(recoverRuns({ clients: plane.clients(), journal })).resolves.toEqual(['movies-offline']);
    expect(await read('offline')).toMatchObject({ status: 'Completed', metrics: { loss: { last: 5, count: 1 } } });
  });
});
