/** Sessions of assumed roles: temporary keys that survive a restart and end by wall time. */
import { randomBytes } from 'node:crypto';
import type { Credential } from '../wire/sigv4.ts';
import type { Store } from '../store/store.ts';
import { makeAccessKey } from './access-key.ts';
import { sessionPrincipal } from './account.ts';

export const SESSIONS_SCHEMA = [
  `create table if not exists account_session (
     access_key text primary key, secret text not null, token text not null, account text not null, role text not null,
     session text not null, expires integer not null) without rowid`,
  'create index if not exists account_session_expires on account_session (expires)',
];

/** How long an ended session still answers `ExpiredToken` instead of being unknown. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

const CACHED = 1000;

interface SessionRow {
  access_key: string;
  secret: string;
  token: string;
  account: string;
  role: string;
  session: string;
  expires: number;
}

export class Sessions {
  readonly #store: Store;
  readonly #wall: () => number;
  readonly #cache = new Map<string, Credential>();

  constructor(store: Store, wall: () => number) {
    this.#store = store;
    this.#wall = wall;
  }

  /** Makes the keys of a session, within the caller's transaction; `durationSeconds` counts wall time. */
  create(role: { accountId: string; roleName: string; sessionName: string; durationSeconds: number }): Credential {
    const key = makeAccessKey('ASIA');
    const row: SessionRow = {
      access_key: key.accessKeyId,
      secret: key.secretAccessKey,
      token: randomBytes(192).toString('base64'),
      account: role.accountId,
      role: role.roleName,
      session: role.sessionName,
      expires: Math.floor(this.#wall() / 1000 + role.durationSeconds) * 1000,
    };
    this.#store.transaction(() => {
      this.#store.run('delete from account_session where expires < ?', this.#wall() - REMEMBERED_MS);
      this.#store.run(
        'insert into account_session (access_key, secret, token, account, role, session, expires) values (?, ?, ?, ?, ?, ?, ?)',
        row.access_key,
        row.secret,
        row.token,
        row.account,
        row.role,
        row.session,
        row.expires,
      );
    });
    return credentialOf(row);
  }

  /** The session of an access key, ended or not. */
  find(accessKeyId: string): Credential | undefined {
    const cached = this.#cache.get(accessKeyId);
    if (cached) return cached;
    const row = this.#store.get<SessionRow>('select * from account_session where access_key = ?', accessKeyId);
    if (!row) return undefined;
    const credential = credentialOf(row);
    if (this.#cache.size >= CACHED) this.#cache.clear();
    this.#cache.set(accessKeyId, credential);
    return credential;
  }
}

const credentialOf = (row: SessionRow): Credential => ({
  accessKeyId: row.access_key,
  secretAccessKey: row.secret,
  principal: sessionPrincipal({
    accountId: row.account,
    roleName: row.role,
    sessionName: row.session,
    accessKeyId: row.access_key,
  }),
  session: { token: row.token, expires: row.expires },
});
