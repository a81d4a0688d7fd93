/** DescribeModelPackage over HTTP, beside a bare `node:http` server that answers the same document. */
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import { rawPost, sagemakerCall } from '../load/requests.ts';
import { startBenchPlane } from '../process/bench-plane.ts';
import { CORES, pin } from '../process/pin.ts';
import { processorSeconds } from '../process/processor-time.ts';
import { startProgram, type Program } from '../process/program.ts';
import type { Row } from '../row.ts';

const GROUP = 'movies';
const VERSIONS = 1000;
/** Different versions are asked for in turn. */
const ASKED = 200;

const TARGETS = [
  { connections: 1, ratio: 0.5 },
  { connections: 64, ratio: 0.2 },
];

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'describe');
  await plane.program.ask({ groups: [GROUP], versions: VERSIONS });
  const call = (index: number): string =>
    sagemakerCall(plane, 'DescribeModelPackage', {
      ModelPackageName: `arn:aws:sagemaker:us-east-1:000000000000:model-package/${GROUP}/${index + 1}`,
    });
  const document = await fetchRaw<object>(plane.port, call(0));
  const peer = await startProgram<{ port: number }>('json-server', { document });
  const pinned = pin(bench.load.pid, CORES.load) && [plane.program, peer].every(({ pid }) => pin(pid, CORES.measured));
  bench.progress(
    pinned ? 'the generator has a core of its own' : 'the system decides which process runs on which core',
  );
  const rows: Row[] = [];
  for (const { connections, ratio } of TARGETS) {
    // A signature holds for five minutes: each level has its own.
    const signed = Array.from({ length: ASKED }, (_, index) => call(index * (VERSIONS / ASKED)));
    const plain = signed.map((request) =>
      rawPost('/', { host: `127.0.0.1:${peer.ready.port}` }, request.slice(request.indexOf('\r\n\r\n') + 4)),
    );
    const turn = async ({ pid }: Program, port: number, requests: readonly string[], milliseconds = bench.turnMs) => {
      const before = processorSeconds(pid);
      const result = await bench.load.run({ port, connections, milliseconds, requests });
      return { ...result, processorMs: ((processorSeconds(pid) - before) / result.count) * 1000 };
    };
    const turns = {
      plane: (milliseconds?: number) => turn(plane.program, plane.port, signed, milliseconds),
      peer: (milliseconds?: number) => turn(peer, peer.ready.port, plain, milliseconds),
    };
    await turns.plane(bench.turnMs / 2);
    await turns.peer(bench.turnMs / 2);
    const results = await takeTurns(bench.rounds, turns);
    const measured = medianOf(results.plane, ({ perSecond }) => perSecond);
    const bare = medianOf(results.peer, ({ perSecond }) => perSecond);
    const busy = medianOf(results.peer, (result) => result.busy);
    const told = (arm: typeof results.plane): string =>
      `p50 ${medianOf(arm, ({ p50 }) => p50).toFixed(3)} ms, processor ${medianOf(arm, ({ processorMs }) => processorMs).toFixed(3)} ms each`;
    bench.progress(
      `${connections} connections: plane ${told(results.plane)}; bare ${told(results.peer)}; ` +
        `the generator used ${(busy * 100).toFixed(0)} % of a core against the bare server`,
    );
    rows.push({
      what: `DescribeModelPackage, ${connections} connection${connections === 1 ? '' : 's'}`,
      measured,
      unit: 'requests/s',
      beside: { what: 'bare node:http, same JSON', value: bare },
      target: { kind: 'ratio', atLeast: ratio },
    });
  }
  pin(bench.load.pid, CORES.all);
  await peer.end();
  await plane.program.end();
  return rows;
};

export const describeModelPackage: Arm = {
  name: 'describe',
  summary: 'DescribeModelPackage over HTTP beside a bare node:http server',
  run,
};
