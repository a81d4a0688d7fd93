import { describe, expect, it } from 'vitest';
import { seededRandom } from '@gradus/core';
import { historyKey, ledgerKey, parseKey, POINTER_KEY, popularKey, reverseKey, userKey, versionKey } from './keys.ts';

const place = { version: '1', type: 'like', contents: 'movie' };

/** Text of the characters that could break a key, and of others. */
const anyText = (random: ReturnType<typeof seededRandom>): string => {
  const alphabet = [
    '#',
    '%',
    '23',
    '25',
    'U',
    'C',
    'V',
    'RT',
    'CT',
    'popular',
    ' ',
    '\n',
    '\0',
    'é',
    'e\u0301',
    '漢',
    '😀',
    '/',
  ];
  return Array.from({ length: 1 + random.integer(6) }, () => alphabet[random.integer(alphabet.length)]!).join('');
};

describe('keys of the recommendation table', () => {
  it('are those of the design', () => {
    expect(userKey('42', place)).toEqual({ PK: 'U#42', SK: 'V#1#RT#like#CT#movie' });
    expect(popularKey(place)).toEqual({ PK: 'C#popular', SK: 'V#1#RT#like#CT#movie' });
    expect(reverseKey('7', '1', '42')).toEqual({ PK: 'C#7#V#1', SK: 'U#42' });
  });

  it('come back as they went in, and no two are the same, whatever the ids hold', () => {
    const random = seededRandom('keys');
    const seen = new Map<string, string>();
    for (let round = 0; round < 5000; round += 1) {
      const [user, version, type, contents, content] = Array.from({ length: 5 }, () => anyText(random)) as [
        string,
        string,
        string,
        string,
        string,
      ];
      const at = { version, type, contents };
      const expected = [
        [userKey(user, at), { kind: 'user', user, ...at }],
        [popularKey(at), { kind: 'popular', ...at }],
        [reverseKey(content, version, user), { kind: 'reverse', content, version, user }],
      ] as const;
      for (const [key, meaning] of expected) {
        expect(parseKey(key)).toEqual(meaning);
        const said = JSON.stringify(meaning);
        expect(seen.get(JSON.stringify(key)) ?? said).toBe(said);
        seen.set(JSON.stringify(key), said);
      }
    }
  });

  it.each([
    ['empty', ''],
    ['half of a pair', 'a\uD83D'],
    ['other half', '\uDE00b'],
    ['too long', 'x'.repeat(2047)],
    ['too long once escaped', '#'.repeat(700)],
    ['no text', 42 as unknown as string],
  ])('refuse an id that is %s', (_what, user) =>
    expect(() => userKey(user, place)).toThrow(expect.objectContaining({ code: 'RECOMMENDATION_KEY_INVALID' })),
  );

  it('bound the sort key too', () => {
    expect(userKey('x'.repeat(2046), place).PK).toHaveLength(2048);
    expect(() => reverseKey('7', '1', 'x'.repeat(1023))).toThrow(/longer than DynamoDB takes/);
  });

  it.each([
    { PK: 'U#', SK: 'V#1#RT#like#CT#movie' },
    { PK: 'U#a%2', SK: 'V#1#RT#like#CT#movie' },
    { PK: 'U#1', SK: 'V#1' },
    POINTER_KEY,
    historyKey(1),
    versionKey('1'),
    ledgerKey('1', 0),
  ])('take %j for no recommendation', (key) => expect(parseKey(key)).toBeUndefined());
});
