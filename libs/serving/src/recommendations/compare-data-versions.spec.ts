import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { compareDataVersions } from './compare-data-versions.ts';
import { dataVersionCost } from './data-version-cost.ts';
import { whoWasRecommended } from './list-data.ts';
import { kendallTau, rankBiasedOverlap } from './rank-agreement.ts';
import type { RecommendationRow } from './recommendation-row.ts';
import { switchData } from './switch-data.ts';
import { films, filmsTable, plainFilms } from './testing/films.ts';
import { writeRecommendations } from './write-recommendations.ts';

const row = (user: string, ids: string): RecommendationRow => ({
  user,
  items: ids.split('').map((ContentID, rank) => ({ ContentID, Score: 1 - rank / 10 })),
});
const popular: RecommendationRow = { popular: true, items: [{ ContentID: 'a', Score: 1 }] };

describe('what there is to see of data versions', () => {
  const plane = withPlane();

  it('is how much a new one would change, user by user', async () => {
    const context = await filmsTable(plane);
    const write = (version: string, rows: RecommendationRow[]) =>
      writeRecommendations(plainFilms, version, [popular, ...rows], context);
    await write('1', [row('same', 'abc'), row('turned', 'abc'), row('other', 'abc'), row('gone', 'abd')]);
    await write('2', [row('same', 'abc'), row('turned', 'cba'), row('other', 'xyz'), row('new', 'aw')]);
    const turned = rankBiasedOverlap(['a', 'b', 'c'], ['c', 'b', 'a']);
    const compared = await compareDataVersions(plainFilms, '1', '2', context);
    expect(compared).toMatchObject({
      ...{ k: 3, type: 'like', contents: 'movie' },
      users: { both: 3, onlyBefore: 1, onlyAfter: 1 },
      catalogue: { before: 4, after: 7, common: 3 },
      mostChanged: [
        { user: 'other', rankBiasedOverlap: 0 },
        { user: 'turned', rankBiasedOverlap: turned },
      ],
    });
    expect(compared.overlap).toBeCloseTo(2 / 3, 12);
    expect(compared.rankBiasedOverlap).toBeCloseTo((1 + turned) / 3, 12);
    expect(compared.kendallTau).toBe((1 + kendallTau(['a', 'b', 'c'], ['c', 'b', 'a'])!) / 2);
    expect(compared.unchanged).toBeCloseTo(1 / 3, 12);
    expect((await compareDataVersions(plainFilms, '1', '2', context, { k: 1 })).overlap).toBeCloseTo(1 / 3, 12);
    await expect(compareDataVersions(plainFilms, '1', '9', context)).rejects.toMatchObject({
      code: 'DATA_VERSION_UNKNOWN',
    });
  });

  it('is compared on the same sample of users every time', async () => {
    const context = await filmsTable(plane);
    const rows = [popular, ...Array.from({ length: 1200 }, (_, user) => row(String(user), 'abc'))];
    for (const version of ['1', '2']) await writeRecommendations(plainFilms, version, rows, context);
    const { users } = await compareDataVersions(plainFilms, '1', '2', context, { sample: 0.1 });
    expect(users).toMatchObject({ onlyBefore: 0, onlyAfter: 0 });
    expect(Math.abs(users.both - 120)).toBeLessThan(40);
    expect((await compareDataVersions(plainFilms, '1', '2', context, { sample: 0.1 })).users).toEqual(users);
  });

  it('is who was recommended a content, page by page', async () => {
    const context = await filmsTable(plane);
    const rows = [popular, ...['1', '2', '3#', '4'].map((user) => row(user, user === '4' ? 'xyz' : 'abc'))];
    await writeRecommendations(films, '1', rows, context);
    await expect(whoWasRecommended(films, 'a', context)).rejects.toMatchObject({ code: 'DATA_NOTHING_SERVED' });
    await switchData(films, '1', context, { why: 'spec' });
    const first = await whoWasRecommended(films, 'a', context, { limit: 2 });
    expect(first).toMatchObject({ version: '1', users: ['1', '2'] });
    const second = await whoWasRecommended(films, 'a', context, { limit: 2, cursor: first.cursor! });
    expect(second).toEqual({ version: '1', users: ['3#'] });
    expect((await whoWasRecommended(films, 'never', context)).users).toEqual([]);
    await expect(whoWasRecommended(plainFilms, 'a', context)).rejects.toMatchObject({
      code: 'RECOMMENDATIONS_NOT_DECLARED',
    });
  });

  it('is what one costs', () => {
    expect(dataVersionCost(plainFilms, { users: 1000 })).toMatchObject({
      items: { users: 1000, reverse: 0, total: 1000 },
      writeUnits: { total: 1000 },
      says: '1,000 rows are 1,000 write units.',
    });
    expect(dataVersionCost(films, { users: 1000 })).toMatchObject({
      items: { users: 1000, reverse: 3000, total: 4000 },
      writeUnits: { users: 1000, reverse: 3000, total: 4000 },
      says: '1,000 rows are 1,000 write units; who was recommended what adds 3,000 items and as many units, 4.0 times as much.',
    });
  });
});
