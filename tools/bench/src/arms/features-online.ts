/** Online reads of 250 features: raw over HTTP and through the library, beside a bare `node:http` server that answers the same JSON. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { batchGetRecord, getRecord } from '../feature-requests.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import type { LoadResult } from '../load/job.ts';
import { rawPost } from '../load/requests.ts';
import { startBenchPlane } from '../process/bench-plane.ts';
import { startProgram } from '../process/program.ts';
import type { FeatureQuestion } from '../programs/feature-client.ts';
import type { Row } from '../row.ts';

/** Ids that have a record, in seconds since 1970. */
const IDS = 2000;
const FROM = 1_760_000_000;
const ASKED = 200;
const MANY = 100;

const TARGETS = { one: 5, many: 30 };

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'features-online');
  const folder = bench.folder('features-online-client');
  const client = await startProgram('feature-client', {
    ...{ endpoint: `http://127.0.0.1:${plane.port}`, profile: plane.profile, folder },
  });
  const ask = <Answer>(question: FeatureQuestion): Promise<Answer> => client.ask<Answer>(question);
  await ask({ ask: 'make' });
  await ask({ ask: 'ingest', group: 'wide', records: IDS, from: FROM, hours: 1 });
  const asked = Array.from({ length: ASKED }, (_, index) => index);
  const idsOf = (call: number): number[] => Array.from({ length: MANY }, (_, index) => (call * 7919 + index) % IDS);
  const shapes = {
    one: () => asked.map((call) => getRecord(plane, (call * 7919) % IDS)),
    many: () => asked.map((call) => batchGetRecord(plane, idsOf(call))),
  };
  const rows: Row[] = [];
  for (const shape of ['one', 'many'] as const) {
    // A signature holds for five minutes: each shape has its own.
    const signed = shapes[shape]();
    const file = join(folder, `${shape}.json`);
    await writeFile(file, JSON.stringify(await fetchRaw<object>(plane.port, signed[0]!)));
    const peer = await startProgram<{ port: number }>('json-server', { file });
    const plain = [rawPost('/', { host: `127.0.0.1:${peer.ready.port}` }, '')];
    const load = (port: number, requests: readonly string[], milliseconds = bench.turnMs): Promise<LoadResult> =>
      bench.load.run({ port, connections: 1, milliseconds, requests });
    const library = (milliseconds = bench.turnMs): Promise<LoadResult> =>
      ask({ ask: 'online', ids: shape === 'one' ? 1 : MANY, of: IDS, milliseconds });
    await load(plane.port, signed, bench.turnMs / 2);
    await load(peer.ready.port, plain, bench.turnMs / 2);
    await library(bench.turnMs / 2);
    const results = await takeTurns(bench.rounds, {
      plane: () => load(plane.port, signed),
      peer: () => load(peer.ready.port, plain),
      library: () => library(),
    });
    await peer.end();
    const operation =
      shape === 'one' ? 'GetRecord, 250 features of an id' : `BatchGetRecord, 250 features of ${MANY} ids`;
    for (const [name, arm] of Object.entries(results)) {
      bench.progress(
        `${operation}, ${name}: p50 ${medianOf(arm, ({ p50 }) => p50).toFixed(2)} ms, p99 ${medianOf(arm, ({ p99 }) => p99).toFixed(2)} ms`,
      );
    }
    const p99 = (arm: readonly LoadResult[]): number => medianOf(arm, (result) => result.p99);
    const target = { kind: 'most', atMost: TARGETS[shape] } as const;
    const beside = { what: 'bare node:http, same JSON', value: p99(results.peer) };
    rows.push(
      { what: `${operation}, p99`, measured: p99(results.plane), unit: 'ms', beside, target },
      {
        what: 'the same through the library (online), p99',
        measured: p99(results.library),
        unit: 'ms',
        beside,
        target,
      },
    );
  }
  await client.end();
  await plane.program.end();
  return rows;
};

export const featuresOnline: Arm = {
  name: 'features-online',
  summary: 'online reads of 250 features, raw and through the library',
  run,
};
