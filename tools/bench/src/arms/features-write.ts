/** Writes of records of ten features, durable, beside a bare server that commits the same bytes; the offline store behind them. */
import { join } from 'node:path';
import { controlClient } from '@gradus/plane';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { batchWriteRecord, getRecord, RECORDS_A_CALL } from '../feature-requests.ts';
import type { LoadResult } from '../load/job.ts';
import { startLoadGenerator } from '../load/load-generator.ts';
import { rawPost } from '../load/requests.ts';
import { startBenchPlane } from '../process/bench-plane.ts';
import { processorSeconds } from '../process/processor-time.ts';
import { startProgram } from '../process/program.ts';
import type { FeatureQuestion } from '../programs/feature-client.ts';
import { median } from '../statistics.ts';
import type { Row } from '../row.ts';

const CONNECTIONS = 10;
const RECORDS_A_SECOND = 20_000;
/** Signed for a turn: more than are sent, so that each one is later than those before it. */
const CALLS_A_SECOND = 1600;
const AWS_LAG = 900;
const LAPTOP_LAG = 1;
const INGESTED = 50_000;
const HOURS = 24;
const DELAY_MS = 20;
const EVERY_MS = 10;
const WIDE_IDS = 200;

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'features-write');
  const folder = bench.folder('features-write-client');
  const client = await startProgram('feature-client', {
    ...{ endpoint: `http://127.0.0.1:${plane.port}`, profile: plane.profile, folder },
  });
  const ask = <Answer>(question: FeatureQuestion): Promise<Answer> => client.ask<Answer>(question);
  const control = controlClient({ url: `http://127.0.0.1:${plane.port}`, credentials: plane.key });
  const peer = await startProgram<{ port: number }>('commit-server', {
    ...{ file: join(folder, 'commits'), answer: { Errors: [], UnprocessedEntries: [] } },
  });
  await ask({ ask: 'make' });
  await ask({ ask: 'ingest', group: 'wide', records: WIDE_IDS, from: 1_760_000_000, hours: 1 });

  /** Event times never go back: each turn begins behind the one before. */
  let from = 1_770_000_000;
  const signed = (): string[] => {
    const calls = Math.ceil((CALLS_A_SECOND * bench.turnMs) / 1000);
    from += calls;
    return Array.from({ length: calls }, (_, call) => batchWriteRecord(plane, call, from - calls));
  };
  const load = (port: number, requests: readonly string[], milliseconds = bench.turnMs): Promise<LoadResult> =>
    bench.load.run({ port, connections: CONNECTIONS, milliseconds, requests });
  const turns = {
    plane: async (milliseconds?: number) => {
      const requests = signed();
      const before = processorSeconds(plane.program.pid);
      const result = await load(plane.port, requests, milliseconds);
      return { ...result, processorMs: ((processorSeconds(plane.program.pid) - before) / result.count) * 1000 };
    },
    peer: async (milliseconds?: number) => {
      const bodies = signed().map((request) =>
        rawPost('/', { host: `127.0.0.1:${peer.ready.port}` }, request.slice(request.indexOf('\r\n\r\n') + 4)),
      );
      return { ...(await load(peer.ready.port, bodies, milliseconds)), processorMs: 0 };
    },
  };
  await control.setOfflineStoreLag({ Seconds: AWS_LAG });
  await turns.plane(bench.turnMs / 2);
  await turns.peer(bench.turnMs / 2);
  const batches = await takeTurns(bench.rounds, turns);

  const puts = await takeTurns(bench.rounds, {
    plane: () => {
      from += 100_000;
      return put(plane.port);
    },
    peer: () => put(peer.ready.port),
  });
  function put(port: number): Promise<LoadResult> {
    return ask({ ask: 'put', port, clients: CONNECTIONS, from, milliseconds: bench.turnMs });
  }

  await control.setOfflineStoreLag({ Seconds: LAPTOP_LAG });
  const { plane: followed } = await takeTurns(bench.rounds, { plane: () => turns.plane() });

  const other = await startLoadGenerator();
  const gets = (): string[] => Array.from({ length: WIDE_IDS }, (_, id) => getRecord(plane, id));
  const read = (milliseconds: number): Promise<LoadResult> =>
    other.run({ port: plane.port, connections: 1, milliseconds, everyMs: EVERY_MS, requests: gets() });
  const ingested: number[] = [];
  const drained: number[] = [];
  const alone: LoadResult[] = [];
  const beside: LoadResult[] = [];
  // What the turns before have left is written first.
  await settle();
  for (let round = 0; round < bench.rounds; round += 1) {
    alone.push(await read(bench.turnMs));
    await control.setOfflineStoreLag({ Seconds: AWS_LAG });
    const { seconds } = await narrow(INGESTED);
    ingested.push(INGESTED / seconds);
    await control.setOfflineStoreLag({ Seconds: 0 });
    const waited = ask<{ seconds: number }>({ ask: 'wait' });
    beside.push(await read(bench.turnMs));
    drained.push(INGESTED / (await waited).seconds);
  }
  function narrow(records: number): Promise<{ seconds: number }> {
    from += HOURS * 3600;
    return ask({ ask: 'ingest', group: 'narrow', records, from, hours: HOURS, receipt: true });
  }
  async function settle(): Promise<void> {
    await control.setOfflineStoreLag({ Seconds: 0 });
    await narrow(1);
    await ask({ ask: 'wait' });
  }
  await other.end();
  await client.end();
  await peer.end();
  await plane.program.end();

  const rate = (results: readonly LoadResult[], each = 1): number =>
    medianOf(results, ({ perSecond }) => perSecond) * each;
  const told = (what: string, results: readonly (LoadResult & { processorMs?: number })[]): void =>
    bench.progress(
      `${what}: p50 ${medianOf(results, ({ p50 }) => p50).toFixed(2)} ms, p99 ${medianOf(results, ({ p99 }) => p99).toFixed(2)} ms, ` +
        `processor ${medianOf(results, ({ processorMs = NaN }) => processorMs).toFixed(2)} ms a call, generator ${medianOf(results, ({ busy }) => busy).toFixed(2)} busy`,
    );
  told('BatchWriteRecord', batches.plane);
  told('the same beside the offline store', followed);
  told('PutRecord through the library', puts.plane);
  told('PutRecord, bare server', puts.peer);
  const longest = (results: readonly LoadResult[]): number => medianOf(results, ({ max }) => max);
  return [
    {
      what: `BatchWriteRecord, ${RECORDS_A_CALL} records a call, ${CONNECTIONS} connections`,
      ...{ measured: rate(batches.plane, RECORDS_A_CALL), unit: 'records/s' },
      beside: { what: 'bare node:http, same bytes, same commit', value: rate(batches.peer, RECORDS_A_CALL) },
      target: { kind: 'least', atLeast: RECORDS_A_SECOND },
    },
    {
      what: 'the same while the offline store follows by a second',
      ...{ measured: rate(followed, RECORDS_A_CALL), unit: 'records/s' },
      beside: { what: "with AWS's lag", value: rate(batches.plane, RECORDS_A_CALL) },
    },
    {
      what: `PutRecord through the library, ${CONNECTIONS} at once`,
      ...{ measured: rate(puts.plane), unit: 'records/s' },
      beside: { what: 'the same clients, bare server, same commit', value: rate(puts.peer) },
      target: { kind: 'ratio', atLeast: 0.5 },
    },
    {
      what: `ingest by the library, ${INGESTED.toLocaleString('en-US')} records`,
      ...{ measured: median(ingested), unit: 'records/s' },
      beside: { what: 'BatchWriteRecord, requests made in advance', value: rate(batches.plane, RECORDS_A_CALL) },
    },
    { what: `the offline store gets them, ${HOURS} hours`, measured: median(drained), unit: 'rows/s' },
    {
      what: 'GetRecord 100 times a second meanwhile, the longest',
      ...{ measured: longest(beside), unit: 'ms', beside: { what: 'without', value: longest(alone) } },
      target: { kind: 'most', atMost: longest(alone) + DELAY_MS },
    },
  ];
};

export const featuresWrite: Arm = {
  name: 'features-write',
  summary: 'durable writes of records, the offline store behind them, and what other calls wait for meanwhile',
  run,
};
