/** A recommendation over HTTP through all layers, each layer by itself, and a bare `node:http` server that answers the same bytes. */
import { join } from 'node:path';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import type { LoadJob, LoadResult } from '../load/job.ts';
import { startBenchPlane } from '../process/bench-plane.ts';
import { processorSeconds } from '../process/processor-time.ts';
import { startProgram } from '../process/program.ts';
import { runCommand } from '../process/run-command.ts';
import { getItem, invoke, plainGet } from '../recommendation-requests.ts';
import type { Row } from '../row.ts';
import { median } from '../statistics.ts';

const USERS = 5000;
const P99_MS = 25;
/** Requests a second, each sent when it is due. */
const RATE = 100;
const CONNECTIONS = 50;
const OPEN_LOOP = { connections: CONNECTIONS, everyMs: (CONNECTIONS * 1000) / RATE };
/** An open loop needs more time than a closed one: a hundred requests a second. */
const OPEN_LOOP_TURNS = 7;
/** Environments that a warm-up wakes, as somebody does who keeps them warm; also how many are provisioned. */
const ENVIRONMENTS = 4;
const SATURATED = 8;
const MEMORY_MB = 512;

interface Deployed {
  readonly path: string;
  readonly aliasArn: string;
}

const run = async (bench: Bench): Promise<Row[]> => {
  const built = await runCommand(process.execPath, ['apps/recommend-api/build.mjs'], { cwd: bench.workspace });
  const plane = await startBenchPlane(bench, 'recommendations');
  const zip = join(bench.workspace, 'apps/recommend-api/dist/recommend-api.zip');
  const client = await startProgram('recommendation-client', {
    ...{ endpoint: `http://127.0.0.1:${plane.port}`, profile: plane.profile, zip },
  });
  const written: number[] = [];
  let table = '';
  const version = (round: number): string => `v${round}`;
  for (let round = 0; round < bench.rounds; round += 1) {
    const answer = await client.ask<{ seconds: number; table: string }>({ version: version(round), users: USERS });
    table = answer.table;
    written.push(USERS / answer.seconds);
  }
  let deployed = await client.ask<Deployed>({ deploy: { memory: MEMORY_MB } });
  const users = Array.from({ length: 500 }, (_, index) => index * (USERS / 500) + 1);
  const gets = (port: number, path: string): string[] =>
    users.map((user) => plainGet(port, `${path}/recommendations/${user}`));
  const document = await fetchRaw<object>(plane.port, gets(plane.port, deployed.path)[0]!);
  const peer = await startProgram<{ port: number }>('json-server', { document });
  const plain = gets(peer.ready.port, '');
  const whole = (): Omit<LoadJob, 'connections' | 'milliseconds'> => ({
    ...{ port: plane.port, requests: gets(plane.port, deployed.path) },
  });
  const load = async (job: LoadJob): Promise<LoadResult & { processorMs: number }> => {
    const before = processorSeconds(plane.program.pid);
    const result = await bench.load.run(job);
    const processorMs = ((processorSeconds(plane.program.pid) - before) / result.count) * 1000;
    return { ...result, processorMs };
  };
  const open = { ...OPEN_LOOP, milliseconds: OPEN_LOOP_TURNS * bench.turnMs };
  const closed = { connections: SATURATED, milliseconds: bench.turnMs };
  const warmUp = async (): Promise<void> => {
    await load({ ...whole(), connections: ENVIRONMENTS, milliseconds: bench.turnMs });
    await load({ ...open, ...whole(), milliseconds: bench.turnMs });
  };

  await warmUp();
  await load({ ...closed, port: peer.ready.port, requests: plain, milliseconds: bench.turnMs / 2 });
  const { get, bare } = await takeTurns(bench.rounds, {
    get: () => load({ ...open, ...whole() }),
    bare: () => load({ ...open, port: peer.ready.port, requests: plain }),
  });
  const last = version(bench.rounds - 1);
  const layer = { ...OPEN_LOOP, milliseconds: bench.turnMs, port: plane.port };
  const layers = await takeTurns(bench.rounds, {
    "the plane's health": () => load({ ...layer, requests: [plainGet(plane.port, '/_gradus/health')] }),
    'API Gateway, no such route (404)': () =>
      load({ ...layer, requests: [plainGet(plane.port, `${deployed.path}/nothing`)], status: 404 }),
    'DynamoDB GetItem': () => load({ ...layer, requests: users.map((user) => getItem(plane, table, last, user)) }),
    'Lambda Invoke, its GetItem within': () =>
      load({ ...layer, requests: users.map((user) => invoke(plane, deployed.aliasArn, user)) }),
    'all layers': () => load({ ...layer, ...whole() }),
  });
  const saturation = await takeTurns(bench.rounds, {
    get: () => load({ ...closed, ...whole() }),
    bare: () => load({ ...closed, port: peer.ready.port, requests: plain }),
  });

  const colds: number[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    deployed = await client.ask<Deployed>({ deploy: { memory: MEMORY_MB + 1 + round } });
    const [request] = gets(plane.port, deployed.path);
    const startedAt = performance.now();
    await fetchRaw(plane.port, request!);
    colds.push(performance.now() - startedAt);
  }
  const { seconds: bareNode } = await runCommand(process.execPath, ['-e', '0']);
  deployed = await client.ask<Deployed>({ deploy: { memory: MEMORY_MB, provisioned: ENVIRONMENTS } });
  const { provisioned } = await takeTurns(bench.rounds, { provisioned: () => load({ ...open, ...whole() }) });

  const told = (what: string, results: readonly (LoadResult & { processorMs: number })[]): void =>
    bench.progress(
      `${what}: p50 ${medianOf(results, ({ p50 }) => p50).toFixed(2)} ms, p99 ${medianOf(results, ({ p99 }) => p99).toFixed(2)} ms, ` +
        `longest ${medianOf(results, ({ max }) => max).toFixed(1)} ms, processor of the plane ${medianOf(results, ({ processorMs }) => processorMs).toFixed(2)} ms each`,
    );
  told('100/s', get);
  told('saturated', saturation.get);
  told('100/s, provisioned', provisioned);
  for (const [what, results] of Object.entries(layers)) told(what, results);
  await client.end();
  await peer.end();
  await plane.program.end();

  const p50 = (results: readonly LoadResult[]): number => medianOf(results, (result) => result.p50);
  const p99 = (results: readonly LoadResult[]): number => medianOf(results, (result) => result.p99);
  const beside = (value: number) => ({ what: 'bare node:http, same bytes', value });
  const atMost = { kind: 'most', atMost: P99_MS } as const;
  const rate = (results: readonly LoadResult[]): number => medianOf(results, ({ perSecond }) => perSecond);
  return [
    {
      what: `GET /recommendations/{user}, ${RATE}/s, warm, p50`,
      measured: p50(get),
      unit: 'ms',
      beside: beside(p50(bare)),
    },
    { what: 'the same, p99', measured: p99(get), unit: 'ms', beside: beside(p99(bare)), target: atMost },
    {
      what: `the same with ${ENVIRONMENTS} environments provisioned and no warm-up, p99`,
      ...{
        measured: p99(provisioned),
        unit: 'ms',
        beside: { what: 'with a warm-up', value: p99(get) },
        target: atMost,
      },
    },
    ...Object.entries(layers).map(([what, results]): Row => ({
      what: `${RATE}/s, ${what}, p50`,
      measured: p50(results),
      unit: 'ms',
    })),
    {
      what: `GET /recommendations/{user}, ${SATURATED} connections without pause`,
      ...{ measured: rate(saturation.get), unit: 'requests/s', beside: beside(rate(saturation.bare)) },
    },
    {
      what: 'the first GET of a new version of the function (cold start)',
      ...{ measured: median(colds), unit: 'ms', beside: { what: 'node -e 0', value: bareNode * 1000 } },
    },
    { what: 'zip of the function', measured: Number(/([\d,]+) kB/.exec(built.stdout)![1]), unit: 'kB' },
    { what: `writeRecommendations, ${USERS} users`, measured: median(written), unit: 'rows/s' },
  ];
};

export const recommendations: Arm = {
  name: 'recommendations',
  summary: 'a recommendation over HTTP at 100/s and without pause, by layers; writing them; cold starts',
  run,
};
