/** Athena's query, as Trino's grammar sees it; that it answers what the join answers shows `point-in-time-join.spec.ts`. */
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { athenaTrainingSet, type AthenaSpine } from './athena-training-set.ts';
import { randomFeatureData } from './testing/random-feature-data.ts';

interface Grammar {
  validate(sql: string): readonly { readonly message: string }[];
}

let folder: string;
let trino: Grammar;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trino-'));
  const outfile = join(folder, 'trino.mjs');
  // The package is written for bundlers and does not load in Node as it is.
  const contents = `export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js'`;
  await build({
    ...{ stdin: { contents, resolveDir: import.meta.dirname }, outfile },
    ...{ bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' },
  });
  const { TrinoSQL } = (await import(pathToFileURL(outfile).href)) as { TrinoSQL: new () => Grammar };
  trino = new TrinoSQL();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const spine = (timeType: AthenaSpine['timeType']): AthenaSpine => ({
  ...{ database: 'lake', name: 'watch-log', columns: ['user', 'item', 'a "quoted" name'], time: 'at', timeType },
});
const tables = {
  users: { database: 'sagemaker_featurestore', name: 'local_movies_users_1790000000' },
  items: { database: 'sagemaker_featurestore', name: 'local_movies_items_1790000000' },
};

describe('athenaTrainingSet', () => {
  it.each(['timestamp', 'iso8601', 'seconds'] as const)('parses by the grammar of Trino, times as %s', (timeType) => {
    for (let seed = 0; seed < 12; seed += 1) {
      const { view, asOf } = randomFeatureData(seed);
      expect(trino.validate(athenaTrainingSet(view, spine(timeType), tables, asOf))).toEqual([]);
    }
    expect(trino.validate('SELECT a FROM FROM b')).not.toEqual([]);
  });

  it('reads the tables of the groups, what was written by then, and each table expression once', () => {
    const { view } = randomFeatureData(1);
    const sql = athenaTrainingSet(view, spine('timestamp'), tables, new Date('2026-02-03T04:05:06.789Z'));
    expect(sql).toContain('FROM "sagemaker_featurestore"."local_movies_users_1790000000"');
    expect(sql).toContain(`write_time <= TIMESTAMP '2026-02-03 04:05:06.789'`);
    expect(sql).toContain('"a ""quoted"" name"');
    for (const name of ['spine', ...view.sources.map((_, index) => `joined_${index}`)]) {
      expect(sql.split(`FROM ${name}\n`).length + sql.split(`FROM ${name} s`).length).toBe(3);
    }
  });
});
