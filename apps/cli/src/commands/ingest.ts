/** `gradus ingest`: the rows of a file become records of a feature group. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featureStoreContext } from '../feature-store-context.ts';
import type { Verb } from '../verb.ts';

interface Options {
  readonly rejects?: string;
  readonly ignore?: string;
  readonly parallel: string;
  readonly restart?: true;
  readonly wait?: true;
}

const MOST_PARALLEL = 256;
const BETWEEN_NOTES_MS = 1000;

const count = (number: number, what: string): string =>
  `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;

export const ingest: Verb<Options> = {
  name: 'ingest',
  summary: 'write the rows of a file into a feature group; a second run goes on where the first one ended',
  examples: [
    'gradus ingest movies users users.parquet',
    'gradus ingest movies users users.csv --rejects bad-rows.ndjson --wait',
    'gradus ingest movies items items.ndjson --ignore title,year --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('<group>', 'a feature group of its model.ts; it is made where it is missing')
      .argument('<file>', 'CSV, NDJSON or Parquet, a column per feature')
      .option('--rejects <file>', 'collect the rows that are no records; else the first of them ends it')
      .option('--ignore <columns>', 'columns that are no features, separated by commas')
      .option('--parallel <count>', `batches on their way at once, up to ${MOST_PARALLEL}`, '16')
      .option('--restart', 'begin anew where an earlier run ended')
      .option('--wait', 'until the offline store has every record: within AWS’s 15 minutes'),
  async run(context, [name, group, file], { rejects, ignore, parallel: wanted, restart, wait }) {
    const { wholeNumber } = await import('../option-values.ts');
    const parallel = wholeNumber('--parallel', wanted, MOST_PARALLEL);
    const { model } = await context.model(name!);
    const { output, signal } = context;
    const store = await featureStoreContext(context);
    const library = await import('@gradus/feature-store');
    library.featureGroup(model, store.environment.namespace, group!);
    for (const { group: made, outcome } of await library.ensureFeatureGroups(model, store, { signal })) {
      if (outcome !== 'unchanged') output.note(`feature group ${made.name}: ${outcome}`);
    }
    const folder = wait && (await mkdtemp(join(tmpdir(), 'gradus-receipt-')));
    try {
      let noted = performance.now();
      const report = await library.ingest(model, group!, file!, store, {
        parallel,
        signal,
        ...(rejects !== undefined && { rejects }),
        ...(ignore !== undefined && { ignore: ignore.split(',') }),
        ...(restart && { restart }),
        ...(folder !== undefined && { receipt: join(folder, 'receipt') }),
        onProgress: ({ rows, rejected }) => {
          if (performance.now() - noted < BETWEEN_NOTES_MS) return;
          noted = performance.now();
          output.note(`${count(rows, 'row')}${rejected > 0 ? `, ${rejected} rejected` : ''}`);
        },
      });
      if (report.receipt) {
        output.note('waiting for the offline store');
        await library.waitForOffline(model, report.receipt, store, {
          signal,
          onProgress: (missing) => missing > 0 && output.note(`${count(missing, 'record')} not there yet`),
        });
      }
      const { rows, written, rejected, skipped, seconds } = report;
      output.result({ group, rows, written, rejected, skipped, seconds }, () => {
        const fresh = rows - skipped;
        const rate = seconds > 0 && fresh > 0 ? ` (${Math.round(fresh / seconds)}/s)` : '';
        return [
          `${group}: ${count(rows, 'row')}${skipped > 0 ? ` (${skipped.toLocaleString('en')} by an earlier run)` : ''}, ${count(written, 'record')}, in ${seconds.toFixed(1)} s${rate}`,
          ...(rejected > 0
            ? [
                `${rejected.toLocaleString('en')} of them ${rejected === 1 ? 'is' : 'are'} in ${rejects}, with what is wrong`,
              ]
            : []),
          ...(wait ? ['The offline store has them all.'] : []),
        ].join('\n');
      });
    } finally {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }
  },
};
