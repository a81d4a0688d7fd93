import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTrialComponentCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalRecord } from './journal-record.ts';
import { openRun, run } from './open-run.ts';
import { readRun } from './read-runs.ts';
import { recoverRuns } from './recover-runs.ts';

describe('recoverRuns', () => {
  const plane = withPlane();
  let folder: string;
  const read = (name: string) => readRun(plane.clients(), { experiment: 'left', name });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-left-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A journal that a dead process left. */
  const leave = async (journal: string, name: string, records: readonly JournalRecord[]): Promise<string> => {
    const made = await openRun({ experiment: 'left', name, clients: plane.clients(), journal: join(folder, 'made') });
    const { component, componentArn } = made;
    await made.close();
    const open: JournalRecord = {
      ...{ type: 'open', component, componentArn, folder: { bucket: 'left', prefix: 'p/' }, ofJob: false, counts: {} },
      process: { pid: 2 ** 22 + 1, started: '1' },
    };
    const dir = join(journal, `${component}.00000000`);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'journal.jsonl'), [open, ...records].map((each) => `${JSON.stringify(each)}\n`).join(''));
    return dir;
  };
  const metric = (step: number): JournalRecord => ({ type: 'metric', name: 'loss', value: step, step, at: Date.now() });
  const metrics = Array.from({ length: 40 }, (_, step) => metric(step));

  it('delivers a journal once, however many do it at once', async () => {
    const journal = join(folder, 'at-once');
    await leave(journal, 'at-once', metrics);
    const clients = plane.clients();
    const told = await Promise.all(Array.from({ length: 4 }, () => recoverRuns({ clients, journal })));
    expect(told.flat()).toEqual(['left-at-once']);
    expect((await read('at-once')).metrics['loss']!.count).toBe(40);
    expect(readdirSync(journal)).toEqual([]);
  });

  it('goes on with a journal whose end was cut, also when the first try does not reach SageMaker', async () => {
    const journal = join(folder, 'cut');
    const dir = await leave(journal, 'cut', metrics);
    appendFileSync(join(dir, 'journal.jsonl'), '{"type":"met');
    const unreached = plane.clients();
    const failing = {
      ...unreached,
      metrics: { send: () => Promise.reject(new Error('no answer')) },
    } as unknown as typeof unreached;
    await expect(recoverRuns({ clients: failing, journal })).rejects.toMatchObject({ code: 'RUN_NOT_DELIVERED' });
    expect(await recoverRuns({ clients: plane.clients(), journal })).toEqual(['left-cut']);
    expect(await read('cut')).toMatchObject({ status: 'Failed', metrics: { loss: { count: 40 } } });
    expect(existsSync(dir)).toBe(false);
  });

  it('lets no journal that SageMaker refuses stand in the way of others, or of a new run', async () => {
    const journal = join(folder, 'refused');
    await leave(journal, 'a-refused', [{ type: 'parameter', name: 'p'.repeat(400), value: 1 }]);
    await leave(journal, 'b-good', metrics);
    const clients = plane.clients();
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    await run({ experiment: 'left', name: 'new', clients, journal }, (next) => next.logMetric('loss', 1));
    expect((await warned).message).toContain('left-a-refused');
    expect((await read('b-good')).metrics['loss']!.count).toBe(40);
    expect(await read('new')).toMatchObject({ status: 'Completed', metrics: { loss: { count: 1 } } });
    await expect(recoverRuns({ clients, journal })).rejects.toMatchObject({ code: 'RUN_NOT_DELIVERED' });
    expect(readdirSync(journal)).toHaveLength(1);
  });

  it('asks before it sends metrics again whose answer was lost, within the process that logged them too', async () => {
    const clients = plane.clients();
    let lost = false;
    const lossy = {
      ...clients,
      metrics: {
        send: async (command: never) => {
          const answer = await clients.metrics.send(command);
          if (lost) return answer;
          lost = true;
          throw new Error('the answer was lost');
        },
      },
    } as unknown as typeof clients;
    const journal = join(folder, 'lost');
    const opened = await openRun({ experiment: 'left', name: 'lost', clients: lossy, journal });
    opened.logMetric('loss', 1);
    await expect(opened.flush()).rejects.toMatchObject({ code: 'RUN_NOT_DELIVERED' });
    opened.logMetric('loss', 2);
    await opened.close();
    const { Metrics } = await clients.sagemaker.send(
      new DescribeTrialComponentCommand({ TrialComponentName: opened.component }),
    );
    expect(Metrics).toMatchObject([{ MetricName: 'loss', Count: 2 }]);
  });
});
