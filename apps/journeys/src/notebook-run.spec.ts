/** A run logged from a notebook: `gradus notebook --env` lets it use AWS, and the command line shows the run. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 120_000;

const log = `
import { run } from '@gradus/experiments';
await run({ experiment: 'films-notes', name: 'first' }, async (logged) => {
  logged.logParameter('seed', seed);
  for (const step of [1, 2, 3]) logged.logMetric('loss', 1 / step, { step });
});
`;

let workspace: ScratchWorkspace;
beforeAll(async () => {
  workspace = await scratchWorkspace('films');
}, SECONDS);
afterAll(() => workspace.end(), SECONDS);

it(
  'is in the experiment, with its parameters and metrics',
  async () => {
    const cell = (id: string, source: string, tags: readonly string[] = []) => ({
      ...{ cell_type: 'code', id, metadata: { tags }, execution_count: null, outputs: [] },
      source,
    });
    const notebook = {
      ...{ nbformat: 4, nbformat_minor: 5 },
      metadata: { kernelspec: { name: 'deno', display_name: 'Deno', language: 'typescript' } },
      cells: [
        cell('parameters', 'let seed = 1;\nlet quality = 0.9;\nlet busy_ms = 0;\nlet megabytes = 0;', ['parameters']),
        cell('log', log),
      ],
    };
    workspace.write('apps/films/films.ipynb', JSON.stringify(notebook));
    const ended = await workspace.gradus('notebook', 'films', '--env', 'local', '--param', 'seed=7');
    expect(ended).toMatchObject({ code: 0 });
    const { runs } = await workspace.gradus.json<{ runs: readonly object[] }>('experiments', 'films-notes');
    expect(runs).toMatchObject([{ status: 'Completed', parameters: { seed: 7 }, metrics: { loss: { count: 3 } } }]);
  },
  SECONDS,
);
