/** BatchPutMetrics over HTTP from ten clients, beside a server that only writes the same bodies to disk. */
import { join } from 'node:path';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import { rawPost, sagemakerCall, signedPost } from '../load/requests.ts';
import { startBenchPlane, type BenchPlane } from '../process/bench-plane.ts';
import { processorSeconds } from '../process/processor-time.ts';
import { startProgram } from '../process/program.ts';
import type { Row } from '../row.ts';

const CLIENTS = 10;
const METRICS_PER_CALL = 10;
/** Different requests are sent in turn. */
const CALLS_PER_CLIENT = 50;
const NAMES = ['train:loss', 'train:accuracy', 'validation:loss', 'validation:accuracy', 'learning-rate'];

const componentOf = (client: number): string => `run-${client}`;

const metricsOf = (call: number): object[] =>
  Array.from({ length: METRICS_PER_CALL }, (_, index) => ({
    MetricName: NAMES[index % NAMES.length],
    Timestamp: 1_700_000_000 + call,
    Step: call * 2 + Math.floor(index / NAMES.length),
    Value: Math.cos(call + index),
  }));

const put = (plane: BenchPlane, client: number, call: number): string =>
  signedPost(plane, {
    ...{ method: 'PUT', service: 'sagemaker', path: '/BatchPutMetrics' },
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ TrialComponentName: componentOf(client), MetricData: metricsOf(call) }),
  });

interface Described {
  readonly Metrics: readonly { readonly Count: number }[];
}

/** How many values the plane has. */
const kept = async (plane: BenchPlane): Promise<number> => {
  let count = 0;
  for (let client = 0; client < CLIENTS; client += 1) {
    const call = sagemakerCall(plane, 'DescribeTrialComponent', { TrialComponentName: componentOf(client) });
    const { Metrics } = await fetchRaw<Described>(plane.port, call);
    for (const { Count } of Metrics) count += Count;
  }
  return count;
};

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'experiments');
  for (let client = 0; client < CLIENTS; client += 1) {
    await fetchRaw(
      plane.port,
      sagemakerCall(plane, 'CreateTrialComponent', { TrialComponentName: componentOf(client) }),
    );
  }
  const calls = Array.from({ length: CALLS_PER_CLIENT }, (_, call) => call);
  const signed = calls.flatMap((call) => Array.from({ length: CLIENTS }, (_, client) => put(plane, client, call)));
  const file = join(bench.folder('journal'), 'journal');
  const peer = await startProgram<{ port: number }>('journal-server', { file });
  const plain = signed.map((request) =>
    rawPost('/', { host: `127.0.0.1:${peer.ready.port}` }, request.slice(request.indexOf('\r\n\r\n') + 4), 'PUT'),
  );
  let acknowledged = 0;
  const load = (port: number, requests: readonly string[], milliseconds = bench.turnMs) =>
    bench.load.run({ port, connections: CLIENTS, milliseconds, requests });
  const turns = {
    plane: async (milliseconds?: number) => {
      const before = processorSeconds(plane.program.pid);
      const result = await load(plane.port, signed, milliseconds);
      acknowledged += result.count * METRICS_PER_CALL;
      return { ...result, processorMs: ((processorSeconds(plane.program.pid) - before) / result.count) * 1000 };
    },
    peer: async (milliseconds?: number) => ({ ...(await load(peer.ready.port, plain, milliseconds)), processorMs: 0 }),
  };
  await turns.plane(bench.turnMs / 2);
  await turns.peer(bench.turnMs / 2);
  const results = await takeTurns(bench.rounds, turns);
  // From the first search on its index follows what is written.
  await fetchRaw(plane.port, sagemakerCall(plane, 'Search', { Resource: 'ExperimentTrialComponent' }));
  await turns.plane(bench.turnMs / 2);
  const { plane: indexed } = await takeTurns(bench.rounds, { plane: turns.plane });
  const counted = await kept(plane);
  if (counted !== acknowledged) throw new Error(`${acknowledged} metrics were acknowledged, ${counted} are kept`);
  const { plane: measured, peer: bare } = results;
  bench.progress(
    `a call: p50 ${medianOf(measured, ({ p50 }) => p50).toFixed(2)} ms, p99 ${medianOf(measured, ({ p99 }) => p99).toFixed(2)} ms, ` +
      `processor ${medianOf(measured, ({ processorMs }) => processorMs).toFixed(3)} ms ` +
      `(${medianOf(indexed, ({ processorMs }) => processorMs).toFixed(3)} ms beside an index); ${counted} metrics are kept`,
  );
  await peer.end();
  await plane.program.end();
  return [
    {
      what: `BatchPutMetrics, ${METRICS_PER_CALL} metrics a call, ${CLIENTS} connections`,
      measured: medianOf(measured, ({ perSecond }) => perSecond) * METRICS_PER_CALL,
      unit: 'metrics/s',
      beside: {
        what: 'bare node:http, bodies to disk',
        value: medianOf(bare, ({ perSecond }) => perSecond) * METRICS_PER_CALL,
      },
      target: { kind: 'least', atLeast: 10_000 },
    },
    {
      what: 'the same, while an index of Search follows it',
      measured: medianOf(indexed, ({ perSecond }) => perSecond) * METRICS_PER_CALL,
      unit: 'metrics/s',
      beside: { what: 'without an index', value: medianOf(measured, ({ perSecond }) => perSecond) * METRICS_PER_CALL },
      target: { kind: 'least', atLeast: 10_000 },
    },
  ];
};

export const experiments: Arm = {
  name: 'experiments',
  summary: 'BatchPutMetrics from ten clients, durable, beside a server that only writes to disk',
  run,
};
