/** InvokeEndpoint, beside calls of the same container without the plane. */
import { setTimeout as sleep } from 'node:timers/promises';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import { rawPost, sagemakerCall, signedPost } from '../load/requests.ts';
import { startBenchPlane, type BenchPlane } from '../process/bench-plane.ts';
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

/** Makes an endpoint of one container and waits until it is in service; resolves with the container's own port. */
const deploy = async (plane: BenchPlane, name: string, environment: Record<string, string>): Promise<number> => {
  const call = <Answer>(operation: string, input: object): Promise<Answer> =>
    fetchRaw<Answer>(plane.port, sagemakerCall(plane, operation, input));
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

interface Rates {
  readonly plane: number;
  readonly direct: number;
  readonly planeP50: number;
  readonly directP50: number;
}

const compare = async (
  bench: Bench,
  plane: BenchPlane,
  endpoint: { name: string; port: number },
  connections: number,
): Promise<Rates> => {
  const signed = [through(plane, endpoint.name)];
  const plain = [rawPost('/invocations', { host: `127.0.0.1:${endpoint.port}`, ...CONTENT }, BODY)];
  const load = (port: number, requests: readonly string[], milliseconds = bench.turnMs) =>
    bench.load.run({ port, connections, milliseconds, requests });
  await load(plane.port, signed, bench.turnMs / 2);
  await load(endpoint.port, plain, bench.turnMs / 2);
  const results = await takeTurns(bench.rounds, {
    plane: () => load(plane.port, signed),
    direct: () => load(endpoint.port, plain),
  });
  return {
    plane: medianOf(results.plane, ({ perSecond }) => perSecond),
    direct: medianOf(results.direct, ({ perSecond }) => perSecond),
    planeP50: medianOf(results.plane, ({ p50 }) => p50),
    directP50: medianOf(results.direct, ({ p50 }) => p50),
  };
};

const MANY = 64;
/** As many as keep a container that waits 2 ms below what the plane can take. */
const FEW = 4;

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'invoke');
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
  bench.progress(
    `p50 with one connection: ${one.planeP50.toFixed(3)} ms through the plane, ${one.directP50.toFixed(3)} ms direct`,
  );
  await plane.program.end();
  const direct = (value: number) => ({ what: 'the container itself', value });
  return [
    {
      what: `InvokeEndpoint, trivial container, ${MANY} connections`,
      measured: many.plane,
      ...{ unit: 'requests/s', beside: direct(many.direct), target: { kind: 'least', atLeast: 4000 } },
    },
    {
      what: 'InvokeEndpoint, added at p50, 1 connection',
      measured: one.planeP50 - one.directP50,
      ...{ unit: 'ms', target: { kind: 'most', atMost: 1 } },
    },
    {
      what: `InvokeEndpoint, container waits ${WORK_MS} ms, ${FEW} connections`,
      measured: waited.plane,
      ...{ unit: 'requests/s', beside: direct(waited.direct), target: { kind: 'ratio', atLeast: 0.9 } },
    },
    {
      what: `InvokeEndpoint, container computes ${WORK_MS} ms, ${MANY} connections`,
      measured: burned.plane,
      ...{ unit: 'requests/s', beside: direct(burned.direct), target: { kind: 'ratio', atLeast: 0.9 } },
    },
  ];
};

export const invokeEndpoint: Arm = {
  name: 'invoke',
  summary: 'InvokeEndpoint beside calls of the same container without the plane',
  run,
};
