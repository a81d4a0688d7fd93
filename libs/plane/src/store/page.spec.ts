import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { after, before, contains, equals, notBefore } from './page-filter.ts';
import { page, type PageQuery } from './page.ts';
import { Store } from './store.ts';

const SCHEMA = [
  'create table thing (id integer primary key, account text, region text, name text, color text, created integer)',
  'create index thing_created on thing (account, region, created)',
];

const scope = { accountId: '111122223333', region: 'eu-west-1' };

const BY_TIME: PageQuery = {
  operation: 'ListThings',
  table: 'thing',
  columns: ['name'],
  scope,
  sort: ['created', 'id'],
  order: 'Ascending',
};

describe('page', () => {
  let store: Store;
  const insert = (name: string, created: number, account = scope.accountId, color = 'red'): void => {
    store.transaction(() =>
      store.run(
        'insert into thing (account, region, name, color, created) values (?, ?, ?, ?, ?)',
        account,
        scope.region,
        name,
        color,
        created,
      ),
    );
  };
  const names = (query: Partial<PageQuery> = {}): string[] =>
    page<{ name: string }>(store, { ...BY_TIME, maxResults: 100, ...query }).rows.map(({ name }) => name);
  const walk = (query: Partial<PageQuery> = {}, between: (pageNumber: number) => void = () => undefined): string[] => {
    const seen: string[] = [];
    let nextToken: string | undefined;
    let pageNumber = 0;
    do {
      const answer = page<{ name: string }>(store, { ...BY_TIME, maxResults: 2, ...query, nextToken });
      seen.push(...answer.rows.map(({ name }) => name));
      nextToken = answer.nextToken;
      between((pageNumber += 1));
    } while (nextToken);
    return seen;
  };

  beforeEach(() => {
    store = new Store(join(mkdtempSync(join(tmpdir(), 'page-')), 'plane.db'));
    store.migrate(SCHEMA);
    return () => store.close();
  });

  it('walks every row once, equal sort values included, in both orders', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) insert(name, name === 'e' ? 2 : 1);
    expect(walk()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(walk({ order: 'Descending' })).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('shows ten rows unless told otherwise and no token on the last page', () => {
    for (let number = 0; number < 11; number += 1) insert(`n${number}`, number);
    const first = page(store, BY_TIME);
    expect(first.rows).toHaveLength(10);
    expect(page(store, { ...BY_TIME, nextToken: first.nextToken })).toMatchObject({ rows: [{ name: 'n10' }] });
    expect(page(store, { ...BY_TIME, maxResults: 11 }).nextToken).toBeUndefined();
  });

  it('neither repeats nor skips a row while others come and go', () => {
    for (const created of [10, 20, 30, 40, 50]) insert(`at-${created}`, created);
    const seen = walk({}, (pageNumber) => {
      if (pageNumber === 1) {
        insert('early', 1);
        insert('late', 60);
        store.transaction(() => store.run('delete from thing where name = ?', 'at-20'));
      }
    });
    expect(seen).toEqual(['at-10', 'at-20', 'at-30', 'at-40', 'at-50', 'late']);
  });

  it('filters by value, time and part of a name', () => {
    insert('red-1', 1);
    insert('blue-2', 2, scope.accountId, 'blue');
    insert('red-3', 3);
    expect(names({ where: [equals('color', 'blue')] })).toEqual(['blue-2']);
    expect(names({ where: [contains('name', 'red'), after('created', new Date(1))] })).toEqual(['red-3']);
    expect(names({ where: [notBefore('created', new Date(2)), before('created', new Date(3))] })).toEqual(['blue-2']);
    expect(names({ where: [equals('color', undefined), contains('name', undefined)] })).toHaveLength(3);
  });

  it('shows an account its own rows only', () => {
    insert('mine', 1);
    insert('theirs', 1, '444455556666');
    expect(names()).toEqual(['mine']);
    expect(names({ scope: { ...scope, accountId: '444455556666' } })).toEqual(['theirs']);
    expect(names({ scope: { ...scope, region: 'us-east-1' } })).toEqual([]);
  });

  it('refuses a token that was changed or made by another query', () => {
    for (let number = 0; number < 5; number += 1) insert(`n${number}`, number);
    const { nextToken = '' } = page(store, { ...BY_TIME, maxResults: 2 });
    const [sum] = JSON.parse(Buffer.from(nextToken, 'base64url').toString()) as [string];
    const moved = Buffer.from(JSON.stringify([sum, 0, 0])).toString('base64url');
    for (const bad of ['x', '!!!', `${nextToken}A`, ` ${nextToken}`, nextToken.slice(0, -2), moved, 'bnVsbA']) {
      expect(() => page(store, { ...BY_TIME, nextToken: bad }), bad).toThrow('Invalid pagination token');
    }
    const others: Partial<PageQuery>[] = [
      { order: 'Descending' },
      { operation: 'ListOthers' },
      { where: [equals('color', 'red')] },
      { scope: { ...scope, accountId: '444455556666' } },
    ];
    for (const other of others) {
      expect(() => page(store, { ...BY_TIME, ...other, nextToken })).toThrow('Invalid pagination token');
    }
    expect(() => page(store, { ...BY_TIME, nextToken: 'x', invalidToken: () => new Error('ours') })).toThrow('ours');
  });
});
