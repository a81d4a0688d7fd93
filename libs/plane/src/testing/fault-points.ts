/** Counts the durable writes of the plane that runs in this process, tells each, and kills the process right after one. */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { join } from 'node:path';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type * as Level from 'classic-level';
import Database from 'libsql';
import { Store } from '../store/store.ts';

/** What a killed plane may lose of a statistic is no fault. */
const STATISTIC = 'account_role_usage';

export interface FaultPoints {
  /** Counts anew; the process is killed right after write number `killAt`, before anybody is told of it. 0 for never. */
  arm(killAt: number): void;
  /** How many rows each table has. */
  rows(): Record<string, number>;
}

/** @param tell gets the name of each write, before the kill; must not defer what it does */
export const faultPoints = (tell: (point: string) => void): FaultPoints => {
  let killAt = 0;
  let count = 0;
  let store: Store | undefined;
  const written = new Set<string>();
  const reached = (name: string): void => {
    count += 1;
    tell(name);
    if (count === killAt) process.kill(process.pid, 'SIGKILL');
  };

  // eslint-disable-next-line @typescript-eslint/unbound-method -- both are called on the store that they are of
  const { migrate, run } = Store.prototype;
  Store.prototype.migrate = function (this: Store, statements) {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the plane keeps its store to itself
    store = this;
    migrate.call(this, statements);
  };
  Store.prototype.run = function (this: Store, sql, ...values) {
    written.add(/^\s*(?:insert (?:or \w+ )?into|update|delete from) (\w+)/i.exec(sql)?.[1] ?? sql);
    return run.call(this, sql, ...values);
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the database that it is of
  const { exec } = Database.prototype;
  Database.prototype.exec = function (this: Database.Database, sql) {
    const answer = exec.call(this, sql);
    if (sql === 'commit') {
      const tables = [...written].filter((table) => table !== STATISTIC);
      written.clear();
      if (tables.length > 0) reached(`commit of ${tables.join(', ')}`);
    }
    return answer;
  };

  // The items of DynamoDB.
  const { ClassicLevel } = createRequire(import.meta.url)('classic-level') as typeof Level;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the database that it is of
  const { batch } = ClassicLevel.prototype;
  Object.assign(ClassicLevel.prototype, {
    batch(this: Level.ClassicLevel) {
      const chain = batch.call(this) as unknown as Level.ChainedBatch<Level.ClassicLevel, string, string>;
      const write = chain.write.bind(chain);
      chain.write = async (options?: Level.ChainedBatchWriteOptions) => {
        await write(options ?? {});
        reached('batch of items');
      };
      return chain;
    },
  });

  const { rename, link, open, readdir, rm } = promises;
  promises.rename = async (from, to) => {
    await rename(from, to);
    reached(`rename to ${shortened(to)}`);
  };
  promises.link = async (from, to) => {
    await link(from, to);
    reached(`link to ${shortened(to)}`);
  };
  promises.open = async (path, ...rest) => {
    const handle = await open(path, ...rest);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      await sync();
      // A folder's is there for a machine that loses its power: a killed process leaves the same either way.
      if ((await handle.stat()).isFile()) reached(`fsync of ${shortened(path)}`);
    };
    return handle;
  };
  // A folder goes piece by piece.
  promises.rm = async (path, options) => {
    const entries = options?.recursive ? await readdir(path).catch(() => []) : [];
    if (entries.length > 1) {
      for (const entry of entries.sort().slice(0, -1)) await rm(join(String(path), entry), options);
      reached(`removal of all but ${entries.at(-1)} of ${shortened(path)}`);
    }
    await rm(path, options);
  };
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    renameSync(from, to);
    reached(`rename to ${shortened(to)}`);
  };
  syncBuiltinESMExports();

  return {
    arm: (at) => {
      killAt = at;
      count = 0;
    },
    rows: () => {
      const tables = store!.all<{ name: string }>("select name from sqlite_schema where type = 'table'");
      return Object.fromEntries(
        tables.map(({ name }) => [name, store!.get<{ rows: number }>(`select count(*) as rows from ${name}`)!.rows]),
      );
    },
  };
};

/** The end of a path, with what differs from run to run left out. */
const shortened = (path: unknown): string =>
  String(path)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|films\d+-[0-9a-f-]+/g, '*')
    .split('/')
    .slice(-2)
    .join('/')
    .replace(/^[0-9a-f]{2}\//, '');
