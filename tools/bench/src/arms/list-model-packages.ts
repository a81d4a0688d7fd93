/** Pages of 100 among 100,000 model versions, filtered and sorted, over HTTP. */
import type { Arm, Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import { sagemakerCall } from '../load/requests.ts';
import { startBenchPlane, type BenchPlane } from '../process/bench-plane.ts';
import type { Row } from '../row.ts';
import { STATUSES } from '../version-input.ts';

const VERSIONS = 100_000;
const GROUPS = Array.from({ length: 20 }, (_, index) => `model-${String(index).padStart(2, '0')}`);
const PAGES = 10;
const DAY_MS = 86_400_000;

interface Page {
  readonly NextToken?: string;
}

/** Versions are a minute apart, 70 days in all: each query fixes a status and bounds the time in every way that there is. */
const queries = (): object[] => {
  const day = (ago: number): number => Math.floor((Date.now() - ago * DAY_MS) / 1000);
  const times = [
    { CreationTimeAfter: day(60) },
    { CreationTimeBefore: day(10) },
    { CreationTimeAfter: day(40), CreationTimeBefore: day(20) },
  ];
  const scopes = [{ ModelPackageType: 'Versioned' }, { ModelPackageGroupName: GROUPS[7] }];
  return scopes.flatMap((scope) =>
    STATUSES.flatMap((ModelApprovalStatus) =>
      times.flatMap((time) =>
        ['CreationTime', 'Name'].flatMap((SortBy) =>
          ['Ascending', 'Descending'].map((SortOrder) => ({
            ...{ ...scope, ModelApprovalStatus, ...time, SortBy, SortOrder, MaxResults: 100 },
          })),
        ),
      ),
    ),
  );
};

/** The inputs of the first pages of a query. */
const walk = async (plane: BenchPlane, query: object): Promise<object[]> => {
  const inputs: object[] = [];
  let input: object | undefined = query;
  while (input && inputs.length < PAGES) {
    const page: Page = await fetchRaw<Page>(plane.port, sagemakerCall(plane, 'ListModelPackages', input));
    inputs.push(input);
    input = page.NextToken === undefined ? undefined : { ...query, NextToken: page.NextToken };
  }
  return inputs;
};

const run = async (bench: Bench): Promise<Row[]> => {
  const plane = await startBenchPlane(bench, 'list');
  const startedAt = performance.now();
  bench.progress(`registering ${VERSIONS} versions in ${GROUPS.length} groups by CreateModelPackage`);
  await plane.program.ask({ groups: GROUPS, versions: VERSIONS });
  const seconds = (performance.now() - startedAt) / 1000;
  bench.progress(`registered in ${seconds.toFixed(1)} s, ${(VERSIONS / seconds).toFixed(0)} per second`);
  const all = queries();
  const pages: object[] = [];
  let slowest = { query: {}, p50: 0 };
  for (const query of all) {
    const inputs = await walk(plane, query);
    pages.push(...inputs);
    const requests = inputs.map((input) => sagemakerCall(plane, 'ListModelPackages', input));
    const { p50 } = await bench.load.run({ port: plane.port, connections: 1, milliseconds: 100, requests });
    if (p50 > slowest.p50) slowest = { query, p50 };
  }
  bench.progress(`slowest query, p50 ${slowest.p50.toFixed(2)} ms: ${JSON.stringify(slowest.query)}`);
  const requests = pages.map((input) => sagemakerCall(plane, 'ListModelPackages', input));
  const milliseconds = bench.turnMs * bench.rounds;
  const { p50, p99 } = await bench.load.run({ port: plane.port, connections: 1, milliseconds, requests });
  await plane.program.end();
  const what = `a page of 100 of ${VERSIONS.toLocaleString('en-US')} versions (${all.length} queries, ${pages.length} pages)`;
  const target = { kind: 'most', atMost: 10 } as const;
  return [
    { what: `${what}, p50`, measured: p50, unit: 'ms', target },
    { what: 'the same, p99', measured: p99, unit: 'ms', target },
    { what: 'the same, slowest query, p50', measured: slowest.p50, unit: 'ms', target },
  ];
};

export const listModelPackages: Arm = {
  name: 'list',
  summary: 'pages of ListModelPackages among 100,000 versions, filtered and sorted',
  run,
};
