/** Search among 100,000 trial components by several kinds of property, and what another client's calls wait for meanwhile. */
import type { Arm, Bench } from '../bench.ts';
import { componentName } from '../component-input.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import type { LoadResult } from '../load/job.ts';
import { startLoadGenerator } from '../load/load-generator.ts';
import { sagemakerCall } from '../load/requests.ts';
import { startBenchPlane } from '../process/bench-plane.ts';
import type { Row } from '../row.ts';
import { QUERIES } from '../search-queries.ts';
import { median } from '../statistics.ts';

const COMPONENTS = 100_000;
const SEARCH_MS = 50;
const DELAY_MS = 20;
/** The other client calls a hundred times a second. */
const EVERY_MS = 10;

const medians = (results: readonly LoadResult[]): { p50: number; p99: number; max: number } => ({
  p50: median(results.map(({ p50 }) => p50)),
  p99: median(results.map(({ p99 }) => p99)),
  max: median(results.map(({ max }) => max)),
});

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'search');
  const startedAt = performance.now();
  bench.progress(`making ${COMPONENTS} trial components by CreateTrialComponent, each with a trial and three metrics`);
  await plane.program.ask({ components: COMPONENTS });
  bench.progress(`made in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  const searchOf = (query: object): string =>
    sagemakerCall(plane, 'Search', { Resource: 'ExperimentTrialComponent', ...query });
  const describes = Array.from({ length: 200 }, (_, index) =>
    sagemakerCall(plane, 'DescribeTrialComponent', { TrialComponentName: componentName(index * 499) }),
  );
  const other = await startLoadGenerator();
  const describe = (milliseconds: number): Promise<LoadResult> =>
    other.run({ port: plane.port, connections: 1, milliseconds, everyMs: EVERY_MS, requests: describes });

  const builtAt = performance.now();
  const first = fetchRaw(plane.port, searchOf(QUERIES['a rare value']!)).then(() => 'made' as const);
  const meanwhile: LoadResult[] = [];
  do meanwhile.push(await describe(500));
  while ((await Promise.race([first, Promise.resolve()])) !== 'made');
  const built = Math.max(...meanwhile.map(({ max }) => max));
  bench.progress(
    `the index is made in ${((performance.now() - builtAt) / 1000).toFixed(1)} s; others wait ${built.toFixed(1)} ms at most`,
  );

  const rows: Row[] = [];
  const delays: { readonly alone: LoadResult; readonly beside: LoadResult; readonly query: string }[] = [];
  for (const [query, input] of Object.entries(QUERIES)) {
    const searches: LoadResult[] = [];
    for (let round = 0; round < bench.rounds; round += 1) {
      const alone = await describe(bench.turnMs);
      const requests = [searchOf(input)];
      const [searched, beside] = await Promise.all([
        bench.load.run({ port: plane.port, connections: 1, milliseconds: bench.turnMs, requests }),
        describe(bench.turnMs),
      ]);
      searches.push(searched);
      delays.push({ alone, beside, query });
    }
    const { p50, p99 } = medians(searches);
    const target = { kind: 'most', atMost: SEARCH_MS } as const;
    rows.push({ what: `Search, ${query}, p50`, measured: p50, unit: 'ms', target });
    rows.push({ what: 'the same, p99', measured: p99, unit: 'ms', target });
  }
  const alone = medians(delays.map((each) => each.alone));
  const beside = medians(delays.map((each) => each.beside));
  for (const {
    query,
    beside: { max },
  } of delays)
    bench.progress(`DescribeTrialComponent beside ${query}: at most ${max.toFixed(1)} ms`);
  await other.end();
  await plane.program.end();
  const delay = (what: string, which: 'p99' | 'max'): Row => ({
    what,
    measured: beside[which],
    unit: 'ms',
    beside: { what: 'without Search', value: alone[which] },
    target: { kind: 'most', atMost: alone[which] + DELAY_MS },
  });
  return [
    ...rows,
    delay('DescribeTrialComponent 100 times a second while Search runs without pause, p99', 'p99'),
    delay('the same, the longest (median of the turns)', 'max'),
    {
      what: 'the same while the index is made, the longest',
      measured: built,
      unit: 'ms',
      beside: { what: 'without Search', value: alone.max },
      target: { kind: 'most', atMost: alone.max + DELAY_MS },
    },
  ];
};

export const searchTrialComponents: Arm = {
  name: 'search',
  summary: 'Search among 100,000 trial components, and what other calls wait for meanwhile',
  run,
};
