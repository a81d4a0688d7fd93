import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Store, StoreLockedError, StoreOutdatedError } from './store.ts';

const DRIVER = import.meta.resolve('libsql');

describe('Store', () => {
  let dir: string;
  let store: Store;
  const open = (): Store => {
    const opened = new Store(join(dir, 'plane.db'));
    opened.migrate(['create table if not exists item (id text primary key, note text)']);
    return opened;
  };
  const put = (id: string, note: string | null = null): number =>
    store.run('insert into item (id, note) values (?, ?)', id, note);
  const ids = (): unknown[] => store.all<{ id: string }>('select id from item order by id').map(({ id }) => id);

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'gradus-store-'));
    store = open();
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true });
  });

  it('refuses a file whose table is another one, and takes the same table laid out otherwise', () => {
    store.migrate(['create table if not exists item (id text primary key,\n  note text)']);
    expect(() => store.migrate(['create table if not exists item (id text primary key)'])).toThrow(StoreOutdatedError);
  });

  it('shows a write at once and commits all writes of a turn together', async () => {
    store.transaction(() => put('a'));
    store.transaction(() => put('b'));
    expect(ids()).toEqual(['a', 'b']);
    const first = store.committed();
    expect(store.committed()).toBe(first);
    expect(store.uncommitted).toBe(true);
    await first;
    expect(store.uncommitted).toBe(false);
  });

  it('opens no batch for a transaction that only reads', () => {
    store.transaction(() => ids());
    expect(store.uncommitted).toBe(false);
  });

  it('refuses a write outside a transaction, an asynchronous one, and a boolean', () => {
    expect(() => put('a')).toThrow('write outside a transaction');
    expect(() => store.transaction(async () => Promise.resolve(put('a')))).toThrow('must not be asynchronous');
    expect(() => store.transaction(() => put('a', true as unknown as string))).toThrow(TypeError);
    expect(ids()).toEqual([]);
  });

  it('binds a single null or buffer as a value', () => {
    store.transaction(() => store.run('insert into item (id) values (?)', null));
    expect(store.get('select ? as bytes', Buffer.from('x'))).toEqual({ bytes: Buffer.from('x') });
  });

  it('reads a row once until anything is written, and shows it as it is after a write, an undone one, and a new schema', () => {
    const sql = 'select * from item where id = ?';
    store.transaction(() => put('a', 'first'));
    const read = store.get(sql, 'a')!;
    expect(store.get(sql, 'a')).toBe(read);
    expect(() => (read['note'] = 'mine')).toThrow(TypeError);
    expect(() =>
      store.transaction(() => {
        store.run('update item set note = ? where id = ?', 'second', 'a');
        expect(store.get(sql, 'a')).toEqual({ id: 'a', note: 'second' });
        throw new Error('undone');
      }),
    ).toThrow('undone');
    expect(store.get(sql, 'a')).toEqual({ id: 'a', note: 'first' });
    store.migrate(['alter table item add column more text']);
    expect(store.get(sql, 'a')).toEqual({ id: 'a', note: 'first', more: null });
    store.transaction(() => store.run('delete from item'));
    expect(store.get(sql, 'a')).toBeUndefined();
  });

  it('tells values of one spelling but two types apart', () => {
    expect(store.get('select typeof(?) as type', '1')).toEqual({ type: 'text' });
    expect(store.get('select typeof(?) as type', 1)).toEqual({ type: 'real' });
  });

  it('keeps nothing of work that throws, and all of the work beside it', async () => {
    let told = false;
    store.transaction(() => put('a'));
    expect(() =>
      store.transaction(() => {
        put('b');
        store.transaction(() => put('c'));
        store.afterCommit(() => (told = true));
        throw new Error('no');
      }),
    ).toThrow('no');
    await store.committed();
    expect(ids()).toEqual(['a']);
    expect(told).toBe(false);
  });

  it('keeps the outer work when the inner is undone, and undoes both with the outer', () => {
    const inner = (): void => store.transaction(() => void put('inner'));
    store.transaction(() => {
      put('outer');
      expect(() =>
        store.transaction(() => {
          inner();
          throw new Error('no');
        }),
      ).toThrow();
    });
    expect(ids()).toEqual(['outer']);
    expect(() =>
      store.transaction(() => {
        inner();
        throw new Error('no');
      }),
    ).toThrow();
    expect(ids()).toEqual(['outer']);
  });

  it('calls the hooks of a transaction when it is durable', async () => {
    const told: string[] = [];
    store.afterCommit(() => told.push('now'));
    store.transaction(() => {
      store.afterCommit(() => told.push('then'));
      put('a');
    });
    expect(told).toEqual(['now']);
    await store.committed();
    expect(told).toEqual(['now', 'then']);
  });

  it('rejects committed() when the commit fails, and nothing of the turn stays', async () => {
    store.migrate([
      'pragma foreign_keys = on',
      'create table child (item text references item (id) deferrable initially deferred)',
    ]);
    let told = false;
    store.transaction(() => {
      put('a');
      store.afterCommit(() => (told = true));
    });
    store.transaction(() => store.run("insert into child values ('nobody')"));
    await expect(store.committed()).rejects.toThrow('FOREIGN KEY');
    expect(told).toBe(false);
    expect(ids()).toEqual([]);
    store.transaction(() => put('b'));
    await store.committed();
    expect(ids()).toEqual(['b']);
  });

  it('loses the whole turn, and says so to all of it, when the disk is full', async () => {
    store.migrate(['pragma max_page_count = 10']);
    store.transaction(() => put('small'));
    const committed = store.committed();
    expect(() =>
      store.transaction(() => {
        put('before');
        try {
          store.transaction(() => put('large', 'x'.repeat(100_000)));
        } catch {
          put('after');
        }
      }),
    ).toThrow('full');
    await expect(committed).rejects.toThrow('full');
    expect(ids()).toEqual([]);
    store.transaction(() => put('again'));
    await store.committed();
    expect(ids()).toEqual(['again']);
  });

  it('can be opened again as soon as it is closed', async () => {
    store.transaction(() => put('a'));
    store.close();
    store = open();
    expect(ids()).toEqual(['a']);
    store.transaction(() => put('b'));
    await store.committed();
  });

  it('is held by one process; the lock and the uncommitted turn die with it', async () => {
    store.close();
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import Database from ${JSON.stringify(DRIVER)};
         const db = new Database(process.argv[1]);
         for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL']) db.exec('pragma ' + pragma);
         db.exec("begin immediate; insert into item (id) values ('acknowledged'); commit");
         db.exec("begin immediate; insert into item (id) values ('unacknowledged')");
         process.stdout.write('ready');
         setInterval(() => undefined, 60000);`,
        join(dir, 'plane.db'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    expect(() => open()).toThrow(StoreLockedError);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    store = open();
    expect(ids()).toEqual(['acknowledged']);
  });
});
