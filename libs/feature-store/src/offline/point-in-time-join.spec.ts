/** The join against its definition, and against Athena's query run on DuckDB, over random data. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { athenaTrainingSet } from './athena-training-set.ts';
import { withEngine, type Engine } from './duckdb.ts';
import { joinView } from './join-view.ts';
import { readRows } from './read-rows.ts';
import { literal } from './sql.ts';
import { bruteForceJoin } from './testing/brute-force-join.ts';
import { randomFeatureData, type FeatureData } from './testing/random-feature-data.ts';
import { writeRecords } from './testing/write-records.ts';

const SEEDS = 60;
const SPINE = ['n', 'user', 'item', 'at'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'join-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What Trino has and DuckDB calls otherwise. */
const TRINO = [
  'CREATE MACRO to_unixtime(t) AS epoch(t)',
  'CREATE MACRO from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMPTZ)',
];

const rowsOf = async (engine: Engine, query: string): Promise<Record<string, unknown>[]> => {
  const rows: Record<string, unknown>[] = [];
  for await (const batch of readRows(engine.connection, query)) rows.push(...batch);
  return rows;
};

const featuresOf = (rows: readonly Record<string, unknown>[]): Record<string, unknown>[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !SPINE.includes(name))));

const joinedBoth = (data: FeatureData, seed: number) =>
  withEngine({ threads: 1 + (seed % 2) }, async (engine) => {
    const { view, records, asOf } = data;
    const files = await Promise.all(
      view.sources.map(({ group }, index) => writeRecords(engine, group, records[index]!, folder, 1 + (seed % 3))),
    );
    const spine = data.spine.map((row) => ({ ...row, at: new Date(row.at) }));
    const filesOf = async (group: { name: string }) =>
      files[view.sources.findIndex((each) => each.group.name === group.name)]!;
    if (spine.length === 0) return { asof: [], athena: [] };
    const asof = await rowsOf(engine, (await joinView(engine, view, { from: spine, time: 'at' }, filesOf, asOf))());
    for (const macro of TRINO) await engine.run(macro);
    for (const [index, { group }] of view.sources.entries()) {
      if (files[index]!.length === 0) return { asof, athena: asof };
      const list = files[index]!.map(literal).join(', ');
      await engine.run(`CREATE VIEW ${group.name} AS SELECT * FROM read_parquet([${list}])`);
    }
    const table = (name: string) => ({ database: 'main', name });
    const sql = athenaTrainingSet(
      view,
      { database: 'temp', name: 'spine_rows', columns: ['n', 'user', 'item', 'at'], time: 'at', timeType: 'timestamp' },
      Object.fromEntries(view.sources.map(({ group }) => [group.name, table(group.name)])),
      asOf,
    );
    return { asof, athena: await rowsOf(engine, `SELECT * FROM (${sql}) ORDER BY n`) };
  });

describe('over random data', () => {
  it.each(Array.from({ length: 6 }, (_, part) => part))(
    `equals its definition row for row, and so does Athena's query (part %i of ${SEEDS} seeds)`,
    async (part) => {
      for (let seed = part; seed < SEEDS; seed += 6) {
        const data = randomFeatureData(seed);
        const { asof, athena } = await joinedBoth(data, seed);
        const expected = bruteForceJoin(data);
        expect(asof.map(({ n }) => n)).toEqual(data.spine.map(({ n }) => n));
        expect(featuresOf(asof), `seed ${seed}`).toEqual(expected);
        expect(featuresOf(athena), `seed ${seed}, Athena`).toEqual(expected);
      }
    },
  );

  it('has in its data what the rules are about', () => {
    const all = Array.from({ length: SEEDS }, (_, seed) => randomFeatureData(seed));
    const found = all.flatMap(bruteForceJoin).flatMap((row) => Object.values(row));
    expect(found.filter((value) => value !== null).length).toBeGreaterThan(1000);
    expect(found.filter((value) => value === null).length).toBeGreaterThan(1000);
    expect(all.filter(({ asOf }) => asOf).length).toBeGreaterThan(10);
  });
});
