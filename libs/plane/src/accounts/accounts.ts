/** The accounts that the plane hosts: whose an access key is, and who may become whom. */
import type { Store } from '../store/store.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Credential } from '../wire/sigv4.ts';
import type { Principal } from '../service.ts';
import { parseRoleArn, userPrincipal, type Account } from './account.ts';
import type { AccountKey } from './credentials-file.ts';
import { SESSIONS_SCHEMA, Sessions } from './sessions.ts';

export class Accounts {
  readonly #users = new Map<string, Credential>();
  readonly #sessions: Sessions;
  readonly hosted: readonly Account[];

  constructor(options: { store: Store; keys: readonly AccountKey[]; wall: () => number }) {
    options.store.migrate(SESSIONS_SCHEMA);
    this.#sessions = new Sessions(options.store, options.wall);
    this.hosted = options.keys.map(({ accountId, profile }) => ({ accountId, profile }));
    for (const { accountId, accessKeyId, secretAccessKey } of options.keys) {
      this.#users.set(accessKeyId, {
        accessKeyId,
        secretAccessKey,
        principal: userPrincipal(accountId, accessKeyId),
      });
    }
  }

  /** The credential of an access key, a user's or a session's (which may have ended). */
  find(accessKeyId: string): Credential | undefined {
    return this.#users.get(accessKeyId) ?? this.#sessions.find(accessKeyId);
  }

  /**
   * Makes a session of a role, within the caller's transaction. Every role of a hosted account exists and trusts everyone.
   * @throws AwsError ValidationError when the ARN is no role's, AccessDenied when its account is not hosted.
   */
  assumeRole(
    caller: Principal,
    request: { roleArn: string; sessionName: string; durationSeconds: number },
  ): Credential & { session: { token: string; expires: number } } {
    const role = parseRoleArn(request.roleArn);
    if (!role) throw new AwsError('ValidationError', 400, `${request.roleArn} is invalid`);
    if (!this.hosted.some(({ accountId }) => accountId === role.accountId)) {
      throw new AwsError(
        'AccessDenied',
        403,
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${request.roleArn}`,
      );
    }
    return this.#sessions.create({
      ...role,
      sessionName: request.sessionName,
      durationSeconds: request.durationSeconds,
    }) as Credential & { session: { token: string; expires: number } };
  }
}
