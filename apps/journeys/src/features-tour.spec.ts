/** `gradus start --tour features`: from a watch log to recommendations behind an HTTP API, twice, and what a user gets wrong. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 300_000;
let workspace: ScratchWorkspace;
beforeAll(async () => {
  workspace = await scratchWorkspace('movies');
}, SECONDS);
afterAll(() => workspace.end(), SECONDS);

interface Answer {
  readonly dataVersion: string;
  readonly source: 'user' | 'popular';
  readonly items: readonly { readonly contentId: string; readonly score: number }[];
}

interface Toured {
  readonly groups: readonly { readonly group: string; readonly records: number }[];
  readonly skew: { readonly after: { readonly rows: number; readonly values: number; readonly differing: number } };
  readonly trainingSet: { readonly rows: number; readonly later: number; readonly sha256: string };
  readonly training: { readonly metrics: Readonly<Record<string, number>>; readonly users: number };
  readonly versions: readonly { readonly version: string; readonly rows: number; readonly digest: string }[];
  readonly api: { readonly url: string };
  readonly recommendations: Readonly<Record<'known' | 'unknown' | 'switched', Answer>>;
  readonly trial: { readonly users: number };
  readonly served: string;
}

const tour = (...options: readonly string[]): Promise<Toured> =>
  workspace.gradus.json<Toured>('start', '--tour', 'features', ...options);

describe('what a user gets wrong', () => {
  it.each([
    [['--tour', 'feature'], 2, /error USAGE_OPTION: --tour cannot be "feature"[^]*Did you mean "features"\?/],
    [['--tour', 'features', '--model', 'abalone'], 2, /error USAGE_OPTION: abalone declares no features/],
    [['--tour', 'features', '--ratings', 'nowhere'], 1, /error DATA_NOT_FOUND: there is no folder .*nowhere/],
  ] as const)('%j is told before anything starts', async (args, code, said) => {
    const ended = await workspace.gradus('start', ...args);
    expect(ended.stderr).toMatch(said);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).not.toMatch(/started the plane|^\s+at /m);
  });

  it('ratings that are none are told by line', async () => {
    workspace.write('broken/ratings.csv', 'userId,movieId,rating,timestamp\n1,1,4.0,1500000000\n1,2,five,1500000001\n');
    workspace.write('broken/movies.csv', 'movieId,title,genres\n1,One (1999),Drama\n');
    const ended = await workspace.gradus('start', '--tour', 'features', '--ratings', 'broken');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/ratings\.csv:3: rating "five"; expected a number from 0\.5 to 5/);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('gradus start --tour features', () => {
  let first: Toured;

  it(
    'goes from a watch log to served recommendations, without skew and without the future',
    async () => {
      first = await tour();
      expect(first.groups.map(({ group }) => group)).toEqual(['users', 'items']);
      expect(first.skew.after.rows).toBeGreaterThanOrEqual(1500);
      expect(first.skew.after.differing).toBe(0);
      expect(first.trainingSet.rows).toBeGreaterThan(10_000);
      expect(first.trainingSet.later).toBe(0);
      const { metrics, users } = first.training;
      expect(users).toBe(600);
      expect(metrics['ndcg_at_10_full']).toBeGreaterThan(0.1);
      expect(metrics['base_ndcg_at_10_full']).toBeGreaterThan(0.1);
      expect(first.versions.map(({ version, rows }) => [version, rows])).toEqual([
        ['1', 601],
        ['2', 601],
      ]);
      const { known, unknown, switched } = first.recommendations;
      expect(known).toMatchObject({ dataVersion: '1', source: 'user' });
      expect(unknown).toMatchObject({ dataVersion: '1', source: 'popular' });
      expect(switched).toMatchObject({ dataVersion: '2', source: 'user' });
      expect(known.items).toHaveLength(10);
      expect(switched.items).not.toEqual(known.items);
      expect(first.trial.users).toBeGreaterThan(60);
      expect(first.trial.users).toBeLessThan(180);
      expect(first.served).toBe('1');
    },
    SECONDS,
  );

  it(
    'leaves what the verbs and any HTTP client can ask',
    async () => {
      const said = await workspace.gradus.json<Answer>('recommend', 'movies', '--user', '42');
      expect(said).toMatchObject({ source: 'user' });
      const response = await fetch(`${first.api.url}/recommendations/42?limit=3`);
      expect(response.status).toBe(200);
      expect(((await response.json()) as Answer).items).toHaveLength(3);
      const features = await workspace.gradus.json<{ readonly groups: readonly { readonly actual: object }[] }>(
        'features',
        'movies',
      );
      expect(features.groups).toMatchObject([
        { actual: { FeatureGroupStatus: 'Created' } },
        { actual: { FeatureGroupStatus: 'Created' } },
      ]);
    },
    SECONDS,
  );

  it(
    'does the same again, to the byte, as data versions of their own',
    async () => {
      const again = await tour();
      expect(again.trainingSet.sha256).toBe(first.trainingSet.sha256);
      expect(again.training.metrics).toEqual(first.training.metrics);
      expect(again.versions.map(({ version }) => version)).toEqual(['3', '4']);
      expect(again.versions.map(({ rows }) => rows)).toEqual([601, 601]);
      expect(again.recommendations.known.items).toEqual(first.recommendations.known.items);
      expect(again.served).toBe('3');
    },
    SECONDS,
  );
});
