/** The verbs of recommendations, run on a plane: what they print, and what they refuse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineModel } from '@gradus/core';
import { waitFor, withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verbsOn } from '../testing/verbs-on.ts';

const SECONDS = 120_000;

const declared = { level: 0, notebook: { file: './shop.ipynb' } } as const;
const shop = defineModel({
  name: 'shop',
  ...declared,
  serve: { recommendations: { types: ['like', 'watch'], contents: ['movie'], limit: 3, reverseItems: true } },
});
const plain = defineModel({ name: 'plain', ...declared, serve: { endpoint: { predict: './predict.ts' } } });
const oneWay = defineModel({ name: 'one-way', ...declared, serve: { recommendations: {} } });

const plane = withPlane();
let folder: string;
let zip: string;
const gradus = verbsOn(plane, () => folder, [shop, plain, oneWay]);

const file = (name: string, ...lines: unknown[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
};
const items = (...ids: string[]) => ids.map((ContentID, rank) => ({ ContentID, Score: 1 - rank / 10 }));
const rows = (version: number) => [
  { popular: true, items: items('p', `p${version}`) },
  { user: '42', items: items('a', 'b', `c${version}`, 'd') },
  { user: '43', items: items(`a${version}`, 'b') },
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recommendation-verbs-'));
  const { recommendApiZip } = (await import(
    join(import.meta.dirname, '../../../recommend-api/src/recommend-api-zip.mjs')
  )) as { recommendApiZip: () => Promise<Uint8Array> };
  zip = join(folder, 'api.zip');
  writeFileSync(zip, await recommendApiZip());
}, SECONDS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('before there is anything', () => {
  it('they say what makes the first', async () => {
    const written = { remedy: expect.stringContaining('gradus write-recommendations shop 1') as string };
    for (const args of [
      ['data-versions', 'shop'],
      ['data-versions', 'shop', '--history'],
      ['compare-data', 'shop', '1', '2'],
      ['switch-data', 'shop', '1', '--why', 'x'],
      ['rollback-data', 'shop', '--why', 'x'],
      ['recommended', 'shop', 'a'],
    ]) {
      await expect(gradus(...args)).rejects.toMatchObject({ code: 'RECOMMENDATIONS_NOT_WRITTEN', ...written });
    }
    await expect(gradus('recommend', 'shop', '--user', '42')).rejects.toMatchObject({
      code: 'RECOMMENDATION_API_MISSING',
      remedy: 'Make it: gradus serve-recommendations shop',
    });
  });

  it('they know which models there are, and which recommend', async () => {
    await expect(gradus('data-versions', 'shp')).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
    await expect(gradus('data-versions', 'plain')).rejects.toMatchObject({
      code: 'RECOMMENDATIONS_NOT_DECLARED',
      remedy: 'Add to model.ts: serve: { recommendations: {} }',
    });
    await expect(gradus('recommended', 'one-way', 'a')).rejects.toMatchObject({ code: 'RECOMMENDATIONS_NOT_DECLARED' });
  });

  it.each([
    [['recommend', 'shop'], 'USAGE_ARGUMENT'],
    [['recommend', 'shop', '--user', ''], 'USAGE_OPTION'],
    [['recommend', 'shop', '--user', '42', '--limit', 'all'], 'USAGE_OPTION'],
    [['switch-data', 'shop', '1'], 'USAGE_ARGUMENT'],
    [['serve-recommendations', 'shop', '--code', 'nowhere.zip'], 'API_CODE_UNREADABLE'],
  ])('%j is explained', async (args, code) => expect(gradus(...args)).rejects.toMatchObject({ code }));

  it.each(['0', '1.1', 'ten', '', '-1'])('--share %j is refused', async (share) =>
    expect(gradus('switch-data', 'shop', '1', '--share', share, '--why', 'x')).rejects.toMatchObject({
      ...{ code: 'USAGE_OPTION', allowed: ['above 0 and at most 1'] },
    }),
  );

  it('a share in per cent gets the share', async () =>
    expect(gradus('switch-data', 'shop', '1', '--share', '10%', '--why', 'x')).rejects.toMatchObject({
      remedy: 'Did you mean "0.1"?',
    }));
});

describe('write-recommendations', () => {
  it('writes nothing of what is no file of rows', async () => {
    await expect(gradus('write-recommendations', 'shop', '1', join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
    });
    await expect(gradus('write-recommendations', 'shop', '1', folder)).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
    });
    await expect(gradus('write-recommendations', 'shop', '1', file('empty', ''))).rejects.toMatchObject({
      code: 'ROWS_UNREADABLE',
    });
    await expect(gradus('data-versions', 'shop')).rejects.toMatchObject({ code: 'RECOMMENDATIONS_NOT_WRITTEN' });
  });

  it.each([
    ['{"user"', 'line 2 of .* is not JSON'],
    ['[]', 'line 2 of .* is not an object'],
    [{ user: 42, items: [] }, 'line 2 of .* has a user that is not text'],
    [{ user: '42', itms: [] }, 'line 2 of .* has a member "itms"'],
    [{ user: '42', items: [] }, 'row 2 has no items'],
    [{ user: '42', type: 'lke', items: items('a') }, 'row 2 has an unknown type'],
    [{ popular: true, items: items('a') }, 'row 2 is the second of'],
  ])('names the row %j', async (row, message) =>
    expect(gradus('write-recommendations', 'shop', 'bad', file('bad', rows(1)[0], row))).rejects.toThrow(
      new RegExp(message),
    ),
  );

  it('asks for what is popular', async () =>
    expect(gradus('write-recommendations', 'shop', 'bad', file('bad', rows(1)[1]))).rejects.toMatchObject({
      ...{ code: 'POPULAR_MISSING', got: ['like#movie'] },
    }));

  it('says what it cost, what is served and what comes next', async () => {
    const { text, value } = await gradus('write-recommendations', 'shop', '1', file('1', ...rows(1)));
    expect(value).toMatchObject({ version: '1', state: 'complete', rows: 3, reverseRows: 5, resumed: 0 });
    expect(text).toMatch(/^Data version 1 of shop is complete: 3 rows in .* s\.$/m);
    expect(text).toMatch(/^3 rows are 3 write units; who was recommended what adds 9 items/m);
    expect(text).toContain('No data version is served yet.\nNext: gradus switch-data shop 1 --why "…"');
  });

  it('does not write other rows into a version', async () =>
    expect(gradus('write-recommendations', 'shop', '1', file('2', ...rows(2)))).rejects.toMatchObject({
      code: 'DATA_VERSION_DIFFERS',
    }));
});

describe('serve-recommendations and recommend', { timeout: SECONDS }, () => {
  it('make the API, which serves nothing yet', async () => {
    const { text, value } = await gradus('serve-recommendations', 'shop', '--code', zip);
    expect(value).toMatchObject({ table: 'spec-shop-recommendations', functionVersion: '1', served: null });
    expect(text).toMatch(/^shop answers at http:.*\/recommendations\/<user>$/m);
    await expect(gradus('recommend', 'shop', '--user', '42')).rejects.toMatchObject({
      ...{ code: 'RECOMMENDATION_API_ANSWER', message: expect.stringContaining('503') as string },
      remedy: expect.stringContaining('gradus switch-data shop') as string,
    });
  });

  it('show whose recommendations they are, and of which data version', async () => {
    const { text } = await gradus('switch-data', 'shop', '1', '--why', 'the first');
    expect(text).toMatch(/^Data version 1 is served to all\./);
    const { text: own, value } = await gradus('recommend', 'shop', '--user', '42');
    expect(value).toMatchObject({
      ...{ user: '42', source: 'user', dataVersion: '1', etag: expect.any(String) as string },
      items: [{ contentId: 'a' }, { contentId: 'b' }, { contentId: 'c1' }],
    });
    expect(own).toMatch(
      /^like movie for user 42\ndata version 1 of .*, in [\d.]+ ms, etag ".*"\n\nRANK +CONTENT +SCORE/,
    );
    const { text: popular } = await gradus('recommend', 'shop', '--user', 'nobody', '--limit', '1');
    expect(popular).toMatch(/nothing of user nobody, so what is popular\n/);
  });

  it('explain what the API refuses', async () => {
    await expect(gradus('recommend', 'shop', '--user', '42', '--type', 'lik')).rejects.toMatchObject({
      ...{ code: 'USAGE_OPTION', message: 'the type "lik" is not known', remedy: 'Did you mean "like"?' },
    });
    await expect(gradus('recommend', 'shop', '--user', '42', '--limit', '99')).rejects.toMatchObject({
      ...{ code: 'USAGE_OPTION', allowed: ['1 to 3'] },
    });
    await expect(gradus('recommend', 'shop', '--user', '42', '--type', 'watch')).rejects.toMatchObject({
      ...{ code: 'RECOMMENDATION_API_ANSWER', message: expect.stringContaining('404') as string },
    });
    await expect(gradus('recommend', 'shop', '--user', '42', '--url', 'http://127.0.0.1:9')).rejects.toMatchObject({
      code: 'RECOMMENDATION_API_UNREACHABLE',
    });
  });
});

describe('data versions', { timeout: SECONDS }, () => {
  beforeAll(async () => {
    await gradus('write-recommendations', 'shop', '2', file('2', ...rows(2)));
  }, SECONDS);

  it('are compared', async () => {
    const { text, value } = await gradus('compare-data', 'shop', '1', '2');
    expect(value).toMatchObject({ before: '1', after: '2', users: { both: 2, onlyBefore: 0, onlyAfter: 0 } });
    expect(text).toMatch(/^users of both +2$/m);
    expect(text).toMatch(/^CHANGED MOST +RANK-BIASED OVERLAP$/m);
    await expect(gradus('compare-data', 'shop', '1', '9')).rejects.toMatchObject({
      ...{ code: 'DATA_VERSION_UNKNOWN', allowed: ['1', '2', 'bad'] },
    });
    await expect(gradus('compare-data', 'shop', '1', '2', '--type', 'wtch')).rejects.toMatchObject({
      remedy: 'Did you mean "watch"?',
    });
  });

  it('are tried, listed, dropped, switched and taken back', async () => {
    const { text } = await gradus('switch-data', 'shop', '2', '--share', '0.1', '--why', 'try');
    expect(text).toContain('Data version 2 is served to 10 % of the users, 1 to the others.');
    const { text: list } = await gradus('data-versions', 'shop');
    expect(list).toMatch(/^1 +served +complete +3 +5 +[0-9a-f]{8} /m);
    expect(list).toMatch(/^2 +tried +complete /m);
    expect(list).toMatch(/^bad +- +not complete /m);
    expect((await gradus('rollback-data', 'shop', '--why', 'no')).text).toBe(
      'The trial of 2 has ended. Data version 1 is served to all.',
    );
    await expect(gradus('rollback-data', 'shop', '--why', 'no')).rejects.toMatchObject({
      code: 'DATA_NOTHING_TO_ROLL_BACK',
    });
    await gradus('switch-data', 'shop', '2', '--why', 'better', '--expected', '1');
    await expect(gradus('switch-data', 'shop', '2', '--why', 'late', '--expected', '1')).rejects.toMatchObject({
      code: 'DATA_SWITCH_LOST',
    });
    await waitFor(async () => {
      const { value } = await gradus('recommend', 'shop', '--user', '42');
      return (value as { dataVersion: string }).dataVersion === '2';
    });
    expect((await gradus('rollback-data', 'shop', '--why', 'worse')).text).toBe('Data version 1 is served to all.');
    const { text: history } = await gradus('data-versions', 'shop', '--history');
    expect(
      history
        .split('\n')
        .slice(1)
        .map((line) => line.split(/ {2,}/).slice(1)),
    ).toMatchObject([
      ['back: 2 -> 1', expect.any(String), 'worse'],
      ['1 -> 2', expect.any(String), 'better'],
      ['trial of 2 ended', expect.any(String), 'no'],
      ['2 to 10 % of the users', expect.any(String), 'try'],
      ['1', expect.any(String), 'the first'],
    ]);
  });

  it('that are not complete are not served', async () =>
    expect(gradus('switch-data', 'shop', 'bad', '--why', 'x')).rejects.toMatchObject({
      code: 'DATA_VERSION_INCOMPLETE',
    }));

  it('say who was recommended what', async () => {
    expect((await gradus('recommended', 'shop', 'b')).text).toBe('42\n43');
    expect((await gradus('recommended', 'shop', 'b', '--limit', '1')).value).toMatchObject({
      ...{ users: ['42'], cursor: expect.any(String) as string },
    });
    expect((await gradus('recommended', 'shop', 'zzz')).text).toBe('Nobody was recommended zzz in data version 1.');
    await expect(gradus('recommended', 'shop', 'b', '--data-version', '9')).rejects.toMatchObject({
      code: 'DATA_VERSION_UNKNOWN',
    });
  });
});
