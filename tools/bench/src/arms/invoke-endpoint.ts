/** InvokeEndpoint, beside calls of the same container without the plane. */
import { setTimeout as sleep } from 'node:timers/promises';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import type { LoadResult } from '../load/job.ts';
import { rawPost, sagemakerCall, signedPost } from '../load/requests.ts';
import { startBenchPlane, type BenchPlane } from '../process/bench-plane.ts';
import { startProgram } from '../process/program.ts';
import type { Row } from '../row.ts';

const READY_MS = 60_000;
const WORK_MS = 2;
const BODY = JSON.stringify({ instances: [{ user_id: '42', limit: 10 }] });
const CONTENT = { 'content-type': 'application/json', accept: 'application/json' };

const through = (plane: BenchPlane, endpoint: string): string =>
  signedPost(plane, {
    service: 'sagemaker',
    path: `/endpoints/${endpoint}/invocations`,
    headers: CONTENT,
    body: BODY,
  });

const ask = <Answer>(plane: BenchPlane, operation: string, input: object): Promise<Answer> =>
  fetchRaw<Answer>(plane.port, sagemakerCall(plane, operation, input));

/** Deletes every endpoint and waits until none is left: containers outlive the plane that started them. */
const deleteEndpoints = async (plane: BenchPlane): Promise<void> => {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const { Endpoints } = await ask<{ Endpoints: Record<string, string>[] }>(plane, 'ListEndpoints', {});
    if (Endpoints.length === 0) return;
    if (performance.now() > deadline) throw new Error('the endpoints are not gone');
    for (const { EndpointName, EndpointStatus } of Endpoints) {
      if (EndpointStatus !== 'Deleting') await ask(plane, 'DeleteEndpoint', { EndpointName });
    }
    await sleep(50);
  }
};

/** Makes an endpoint of one container and waits until it is in service; resolves with the container's own port. */
const deploy = async (plane: BenchPlane, name: string, environment: Record<string, string>): Promise<number> => {
  const call = <Answer>(operation: string, input: object): Promise<Answer> => ask<Answer>(plane, operation, input);
  await call('CreateModel', {
    ModelName: name,
    ExecutionRoleArn: 'arn:aws:iam::000000000000:role/bench',
    PrimaryContainer: { Image: 'bench/container:1', Environment: environment },
  });
  await call('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'all', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
  });
  await call('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const { EndpointStatus: status, FailureReason: reason } = await call<Record<string, string>>('DescribeEndpoint', {
      EndpointName: name,
    });
    if (status === 'InService') break;
    if (status !== 'Creating' || performance.now() > deadline) throw new Error(`the endpoint is ${status}: ${reason}`);
    await sleep(50);
  }
  return (await fetchRaw<{ port: number }>(plane.port, through(plane, name))).port;
};

interface Arms {
  /** By arm, the medians over the rounds. */
  readonly rate: Readonly<Record<'plane' | 'direct' | 'thin', number>>;
  readonly p50: Readonly<Record<'plane' | 'direct' | 'thin', number>>;
}

const compare = async (
  bench: Bench,
  plane: BenchPlane,
  endpoint: { name: string; port: number },
  connections: number,
): Promise<Arms> => {
  const proxy = await startProgram<{ port: number }>('thin-proxy', { port: endpoint.port });
  const plain = (port: number): string => rawPost('/invocations', { host: `127.0.0.1:${port}`, ...CONTENT }, BODY);
  const turn = (port: number, request: string) => (milliseconds?: number) =>
    bench.load.run({ port, connections, milliseconds: milliseconds ?? bench.turnMs, requests: [request] });
  const turns = {
    plane: turn(plane.port, through(plane, endpoint.name)),
    direct: turn(endpoint.port, plain(endpoint.port)),
    thin: turn(proxy.ready.port, plain(proxy.ready.port)),
  };
  for (const warmUp of Object.values(turns)) await warmUp(bench.turnMs / 2);
  const results = await takeTurns(bench.rounds, turns);
  await proxy.end();
  const each = (pick: (result: LoadResult) => number) => ({
    plane: medianOf(results.plane, pick),
    direct: medianOf(results.direct, pick),
    thin: medianOf(results.thin, pick),
  });
  const arms = { rate: each(({ perSecond }) => perSecond), p50: each(({ p50 }) => p50) };
  const told = Object.entries(arms.rate).map(
    ([name, rate]) => `${name} ${rate.toFixed(0)}/s, p50 ${arms.p50[name as keyof Arms['p50']].toFixed(3)} ms`,
  );
  bench.progress(`${endpoint.name}, connections: ${connections}: ${told.join('; ')}`);
  return arms;
};

const MANY = 64;
/** As many as keep a container that waits below what the plane can take. */
const FEW = 4;

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'invoke');
  try {
    return await measure(bench, plane);
  } finally {
    await deleteEndpoints(plane).finally(() => plane.program.end());
  }
};

const measure = async (bench: Bench, plane: BenchPlane): Promise<Row[]> => {
  const start = async (name: string, environment: Record<string, string>) => ({
    name,
    port: await deploy(plane, name, environment),
  });
  const trivial = await start('trivial', {});
  const waiting = await start('waiting', { WORK_MS: `${WORK_MS}` });
  const burning = await start('burning', { BURN_MS: `${WORK_MS}` });
  const many = await compare(bench, plane, trivial, MANY);
  const one = await compare(bench, plane, trivial, 1);
  const waited = await compare(bench, plane, waiting, FEW);
  const burned = await compare(bench, plane, burning, MANY);
  return [
    {
      what: `InvokeEndpoint, trivial container, ${MANY} connections`,
      measured: many.rate.plane,
      unit: 'requests/s',
      beside: { what: 'thin proxy', value: many.rate.thin },
      target: { kind: 'least', atLeast: 4000 },
    },
    {
      what: 'InvokeEndpoint, added at p50, 1 connection',
      measured: one.p50.plane - one.p50.direct,
      unit: 'ms',
      beside: { what: 'added by a thin proxy', value: one.p50.thin - one.p50.direct },
      target: { kind: 'most', atMost: 1 },
    },
    {
      what: `InvokeEndpoint, container computes ${WORK_MS} ms, ${MANY} connections`,
      measured: burned.rate.plane,
      unit: 'requests/s',
      beside: { what: 'the container itself', value: burned.rate.direct },
      target: { kind: 'ratio', atLeast: 0.9 },
    },
    {
      what: `InvokeEndpoint, container waits ${WORK_MS} ms, ${FEW} connections`,
      measured: waited.rate.plane,
      unit: 'requests/s',
      beside: { what: 'the container itself', value: waited.rate.direct },
      target: { kind: 'ratio', atLeast: 0.9 },
    },
    {
      what: 'the same, against a thin proxy',
      measured: waited.rate.plane,
      unit: 'requests/s',
      beside: { what: 'thin proxy', value: waited.rate.thin },
      target: { kind: 'ratio', atLeast: 0.9 },
    },
  ];
};

export const invokeEndpoint: Arm = {
  name: 'invoke',
  summary: 'InvokeEndpoint beside calls of the same container without the plane, and through a thin proxy',
  run,
};
