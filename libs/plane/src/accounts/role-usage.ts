/** Which actions and resources each assumed role used, to be held against what its policies grant. */
import type { Principal } from '../service.ts';
import type { Store } from '../store/store.ts';
import { roleOf } from './account.ts';

export const ROLE_USAGE_SCHEMA = [
  `create table if not exists account_role_usage (
     account text not null, role text not null, action text not null, resource text not null, uses integer not null,
     last_used integer not null, primary key (account, role, action, resource)) without rowid`,
];

/** Beyond so many uses in memory they are written; what is in memory at a crash is lost, as it is a statistic. */
const FLUSH_AFTER = 500;
const FLUSH_EVERY_MS = 5000;

interface Use {
  readonly account: string;
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  uses: number;
  last: number;
}

export class RoleUsage {
  readonly #store: Store;
  readonly #uses = new Map<string, Use>();
  #flushed = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Counts one successful call; calls of users are not counted. `now` is wall time in milliseconds. */
  count(principal: Principal, action: string, resource: string, now: number): void {
    const role = roleOf(principal);
    if (role === undefined) return;
    const id = `${principal.accountId}/${role}/${action}/${resource}`;
    const use = this.#uses.get(id);
    if (use) {
      use.uses += 1;
      use.last = now;
    } else {
      this.#uses.set(id, { account: principal.accountId, role, action, resource, uses: 1, last: now });
    }
    if (this.#uses.size >= FLUSH_AFTER || now - this.#flushed >= FLUSH_EVERY_MS) this.flush(now);
  }

  /** Writes what was counted since the last time. */
  flush(now: number): void {
    this.#flushed = now;
    if (this.#uses.size === 0) return;
    const uses = [...this.#uses.values()];
    this.#uses.clear();
    this.#store.transaction(() => {
      for (const { account, role, action, resource, uses: count, last } of uses) {
        this.#store.run(
          `insert into account_role_usage (account, role, action, resource, uses, last_used) values (?, ?, ?, ?, ?, ?)
           on conflict do update set uses = uses + excluded.uses, last_used = excluded.last_used`,
          account,
          role,
          action,
          resource,
          count,
          last,
        );
      }
    });
  }
}
