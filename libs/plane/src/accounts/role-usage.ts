/** Which actions and resources each assumed role used, to be held against what its policies grant. */
import type { Principal } from '../service.ts';
import type { Store } from '../store/store.ts';
import { roleOf } from './account.ts';

export const ROLE_USAGE_SCHEMA = [
  `create table if not exists account_role_usage (
     account text not null, role text not null, action text not null, resource text not null, uses integer not null,
     last_used integer not null, primary key (account, role, action, resource)) without rowid`,
];

/** What a crash may lose of a statistic. Requests only add in memory. */
const FLUSH_EVERY_MS = 1000;

/** One action of one role on one resource; `lastUsed` is wall time in milliseconds. */
export interface RoleUse {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly uses: number;
  readonly lastUsed: number;
}

interface Use {
  readonly account: string;
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  uses: number;
  last: number;
}

/** Where a page of the listing ends. */
export type RoleUsePosition = readonly [role: string, action: string, resource: string];

export class RoleUsage {
  readonly #store: Store;
  readonly #onError: (error: unknown) => void;
  readonly #uses = new Map<string, Use>();
  #timer: NodeJS.Timeout | undefined;

  /** `onError` is told when what was counted cannot be written; it is kept, and tried again. */
  constructor(store: Store, onError: (error: unknown) => void) {
    this.#store = store;
    this.#onError = onError;
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
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      try {
        this.flush();
      } catch (error) {
        this.#onError(error);
      }
    }, FLUSH_EVERY_MS).unref();
  }

  /** Writes what was counted since the last time. */
  flush(): void {
    if (this.#uses.size === 0) return;
    this.#store.transaction(() => {
      for (const { account, role, action, resource, uses: count, last } of this.#uses.values()) {
        this.#store.run(
          `insert into account_role_usage (account, role, action, resource, uses, last_used) values (?, ?, ?, ?, ?, ?)
           on conflict do update set uses = uses + excluded.uses, last_used = excluded.last_used`,
          ...[account, role, action, resource, count, last],
        );
      }
    });
    this.#uses.clear();
  }

  /** What the roles of an account used, in order, behind `after`; one role's when `role` is given. */
  list(account: string, options: { role?: string; after?: RoleUsePosition; most: number }): readonly RoleUse[] {
    this.flush();
    return this.#store
      .all<{ role: string; action: string; resource: string; uses: number; last_used: number }>(
        `select role, action, resource, uses, last_used from account_role_usage
         where account = ? and (? is null or role = ?) and (role, action, resource) > (?, ?, ?)
         order by role, action, resource limit ?`,
        ...[account, options.role ?? null, options.role ?? null],
        ...(options.after ?? ['', '', '']),
        options.most,
      )
      .map(({ last_used: lastUsed, ...use }) => ({ ...use, lastUsed }));
  }

  /** Writes what is left, and counts no more on its own. */
  close(): void {
    clearTimeout(this.#timer);
    this.flush();
  }
}
