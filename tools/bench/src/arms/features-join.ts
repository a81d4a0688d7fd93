/** Point-in-time joins through the library beside a query of DuckDB written by hand, and the case that was reported to Feast. */
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import type { CaseName } from '../feature-join-data.ts';
import { startBenchPlane, type BenchPlane } from '../process/bench-plane.ts';
import { watchPeak } from '../process/memory.ts';
import { processorSeconds } from '../process/processor-time.ts';
import { startProgram } from '../process/program.ts';
import type { JoinTurn } from '../programs/feature-join.ts';
import type { Row } from '../row.ts';

const MOST_TIMES = 1.3;
const WIDE_SECONDS = 10;
const WIDE_MB = 1000;

interface Turn {
  readonly seconds: number;
  readonly processor: number;
  /** The most resident memory, in MB. */
  readonly peak: number;
}

const measure = async (bench: Bench, plane: BenchPlane, name: CaseName) => {
  const client = await startProgram('feature-join', {
    ...{ endpoint: `http://127.0.0.1:${plane.port}`, key: plane.key, folder: bench.folder(`features-${name}`), name },
  });
  const turn = async (which: JoinTurn): Promise<Turn> => {
    const peak = watchPeak(client.pid);
    const used = processorSeconds(client.pid);
    const { seconds } = await client.ask<{ seconds: number }>({ turn: which });
    const result = { seconds, processor: processorSeconds(client.pid) - used, peak: peak() };
    bench.progress(
      `${name}, ${which}: ${seconds.toFixed(2)} s, processor ${result.processor.toFixed(1)} s, peak ${result.peak.toFixed(0)} MB`,
    );
    return result;
  };
  await turn('make');
  const cold = await turn('cold');
  // The first turn of each reads files that the system may not hold.
  await turn('by hand');
  const { result } = await client.ask<{ result: { same: boolean; rows: string } }>({ turn: 'differences' });
  if (!result.same) throw new Error(`${name}: the library and the query by hand differ over ${result.rows} rows`);
  const turns = await takeTurns(bench.rounds, { warm: () => turn('warm'), hand: () => turn('by hand') });
  await client.end();
  return { cold, ...turns };
};

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'features');
  const large = await measure(bench, plane, 'large');
  const wide = await measure(bench, plane, 'wide');
  await plane.program.end();
  const seconds = (turns: readonly Turn[]): number => medianOf(turns, (turn) => turn.seconds);
  const hand = { what: 'a query by hand, same semantics', value: seconds(large.hand) };
  return [
    {
      what: 'training set, 10 M records x 1 M rows, warm',
      ...{ measured: seconds(large.warm), unit: 's', beside: hand },
      target: { kind: 'most', atMost: hand.value * MOST_TIMES },
    },
    {
      what: 'the same, processor time',
      measured: medianOf(large.warm, ({ processor }) => processor),
      unit: 's',
      beside: { what: 'a query by hand', value: medianOf(large.hand, ({ processor }) => processor) },
      target: { kind: 'most', atMost: medianOf(large.hand, ({ processor }) => processor) * MOST_TIMES },
    },
    {
      what: 'the same, cold: every object fetched from the plane',
      ...{ measured: large.cold.seconds, unit: 's', beside: { what: 'warm', value: seconds(large.warm) } },
      target: { kind: 'most', atMost: 60 },
    },
    {
      what: '17,000 rows, 10 groups, 1,000 features, warm',
      ...{ measured: seconds(wide.warm), unit: 's', beside: { what: 'a query by hand', value: seconds(wide.hand) } },
      target: { kind: 'most', atMost: WIDE_SECONDS },
    },
    {
      what: 'the same, cold',
      ...{ measured: wide.cold.seconds, unit: 's', target: { kind: 'most', atMost: WIDE_SECONDS } },
    },
    {
      what: 'the same, peak of memory',
      measured: Math.max(wide.cold.peak, ...wide.warm.map(({ peak }) => peak)),
      ...{ unit: 'MB', target: { kind: 'most', atMost: WIDE_MB } },
    },
  ];
};

export const featuresJoin: Arm = {
  name: 'features-join',
  summary: 'point-in-time training sets beside a query by hand; takes some 3 GB of disk while it runs',
  run,
};
