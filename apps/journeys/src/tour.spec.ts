/** `gradus start`: the sample model from its notebook to a prediction, on made-up data and on a folder of ratings. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 180_000;
let workspace: ScratchWorkspace;
beforeAll(async () => {
  workspace = await scratchWorkspace('movies');
}, SECONDS);
afterAll(() => workspace.end(), SECONDS);

interface Toured {
  readonly version: { readonly group: string; readonly version: number };
  readonly metrics: Readonly<Record<string, number>>;
  readonly endpoint: { readonly endpoint: string; readonly changed: boolean };
  readonly predictions: Readonly<
    Record<'known' | 'unknown', { readonly output: { readonly known: boolean; readonly items: object[] } }>
  >;
}

describe('gradus start', () => {
  it(
    'goes from the notebook to a served prediction, starting the plane itself',
    async () => {
      const ended = await workspace.gradus('start', '--json');
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.stderr).toMatch(/^started the plane at http:\/\/127\.0\.0\.1:\d+/m);
      for (const step of ['notebook', 'publish', 'approve', 'deploy', 'predict']) {
        expect(ended.stderr).toContain(`$ gradus ${step} movies`);
      }
      const made = JSON.parse(ended.stdout) as Toured;
      expect(made).toMatchObject({
        version: { group: 'movies', version: 1 },
        endpoint: { endpoint: 'movies', changed: true },
      });
      expect(made.metrics['ndcg_at_10_full']).toBeGreaterThan(1.5 * made.metrics['popularity_ndcg_at_10_full']!);
      expect(made.predictions.known.output).toMatchObject({ known: true });
      expect(made.predictions.unknown.output).toMatchObject({ known: false });
      expect(made.predictions.unknown.output.items).toHaveLength(5);
    },
    SECONDS,
  );

  it(
    'does it again with a folder of ratings, as the next version of the same endpoint',
    async () => {
      workspace.write('ratings/ratings.csv', ratings());
      workspace.write('ratings/movies.csv', movies());
      const ended = await workspace.gradus('start', '--ratings', 'ratings');
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.stdout).toMatch(/^ {2}model version +movies 2$/m);
      const { facts } = await workspace.gradus.json<{ facts: { dataset: { rows: number; source: string } } }>(
        'show',
        'movies',
        '2',
      );
      expect(facts.dataset).toMatchObject({ rows: USERS * EACH, source: expect.stringContaining('MovieLens') });
    },
    SECONDS,
  );
});

const [USERS, EACH, FILMS] = [60, 20, 90];

/** Users who watch films one after another, each from a place of his own: what comes next can be learned. */
const ratings = (): string => {
  const lines = ['userId,movieId,rating,timestamp'];
  for (let user = 1; user <= USERS; user += 1) {
    for (let step = 0; step < EACH; step += 1) {
      lines.push(`${user},${((user * 7 + step * 3) % FILMS) + 1},4.0,${1_500_000_000 + user * 1000 + step}`);
    }
  }
  return `${lines.join('\n')}\n`;
};

const movies = (): string =>
  [
    'movieId,title,genres',
    ...Array.from({ length: FILMS }, (_, film) => `${film + 1},Film ${film + 1} (1999),Drama`),
  ].join('\n');
