import { describe, expect, it } from 'vitest';
import { parseRequest } from './api-request.ts';
import { event, settings } from './testing/api-events.ts';

describe('parseRequest', () => {
  it.each([
    ['nothing', {}, { user: '42', type: 'like', contents: 'movie', limit: 5 }],
    ['everything', { type: 'watch', contents: 'series', limit: '2' }, { type: 'watch', contents: 'series', limit: 2 }],
    ['the most', { limit: '5' }, { limit: 5 }],
  ])('takes a query of %s', (_what, query, expected) =>
    expect(parseRequest(event('42', query), settings)).toMatchObject(expected),
  );

  it.each([
    [{ limit: '0' }, 'the limit "0" is not one', ['1 to 5']],
    [{ limit: '6' }, 'the limit "6" is not one', ['1 to 5']],
    [{ limit: '1.5' }, 'the limit "1.5" is not one', ['1 to 5']],
    [{ limit: '-1' }, 'the limit "-1" is not one', ['1 to 5']],
    [{ limit: '1,2' }, 'the limit "1,2" is not one', ['1 to 5']],
    [{ limit: '' }, 'the limit "" is not one', ['1 to 5']],
    [{ limit: '9'.repeat(400) }, `the limit "${'9'.repeat(60)}…" is not one`, ['1 to 5']],
    [{ type: 'lik' }, 'the type "lik" is not known', ['like', 'watch']],
    [{ contents: 'book' }, 'the contents "book" are not known', ['movie', 'series']],
    [{ typ: 'like' }, 'the parameter "typ" is not known', ['type', 'contents', 'limit']],
  ])('refuses the query %j with the reason', (query, message, allowed) =>
    expect(parseRequest(event('42', query), settings)).toEqual({ statusCode: 400, message, allowed }),
  );

  it.each(['', 'a\uD800', 'x'.repeat(2047)])('refuses an id that no table holds', (user) =>
    expect(parseRequest(event(user), settings)).toMatchObject({ statusCode: 400 }),
  );

  it('takes ids as they come', () =>
    expect(parseRequest(event('zoë/#%23 😀'), settings)).toMatchObject({ user: 'zoë/#%23 😀' }));

  it('knows one path and two methods', () => {
    expect(parseRequest({ ...event('42'), pathParameters: {} }, settings)).toMatchObject({ statusCode: 404 });
    expect(parseRequest(event('42', {}, { method: 'DELETE' }), settings)).toEqual({
      statusCode: 405,
      message: 'DELETE is not done here',
      allowed: ['GET', 'HEAD'],
    });
  });
});
