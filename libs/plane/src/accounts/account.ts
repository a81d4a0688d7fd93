/** An account that the plane hosts, and the IAM identities in it. */
import { createHash } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Principal } from '../service.ts';

export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  /** Its profile in the credentials file. */
  readonly profile: string;
}

/** The account of an environment that names none. */
export const LOCAL_ACCOUNT: Account = { accountId: '000000000000', profile: 'local' };

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id as IAM makes them, e.g. `AIDA` and 17 characters; the same for the same name. */
const uniqueId = (prefix: 'AIDA' | 'AROA', name: string): string =>
  prefix + [...createHash('sha256').update(name).digest().subarray(0, 17)].map((byte) => BASE32[byte % 32]).join('');

/** The operating system's user, in the characters that IAM permits in a user name. */
export const iamUserName = (name: string = userInfo().username): string =>
  name.replace(/[^\w+=,.@-]/g, '-').slice(0, 64) || 'user';

export const userPrincipal = (accountId: string, accessKeyId: string, user = iamUserName()): Principal => ({
  accountId,
  arn: `arn:aws:iam::${accountId}:user/${user}`,
  userId: uniqueId('AIDA', `${accountId}/${user}`),
  accessKeyId,
});

/** `roleName` without its path, as the ARN of a session shows it. */
export const sessionPrincipal = (session: {
  accountId: string;
  roleName: string;
  sessionName: string;
  accessKeyId: string;
}): Principal => ({
  accountId: session.accountId,
  arn: `arn:aws:sts::${session.accountId}:assumed-role/${session.roleName}/${session.sessionName}`,
  userId: `${uniqueId('AROA', `${session.accountId}/${session.roleName}`)}:${session.sessionName}`,
  accessKeyId: session.accessKeyId,
});

export interface RoleName {
  readonly accountId: string;
  readonly roleName: string;
}

/** Account and name of `arn:aws:iam::<account>:role/<path/><name>`, or undefined when it is no role's ARN. */
export const parseRoleArn = (arn: string): RoleName | undefined => {
  const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  return match ? { accountId: match[1]!, roleName: match[2]! } : undefined;
};

/** The role of a session's ARN, or undefined for a user. */
export const roleOf = (principal: Principal): string | undefined =>
  /^arn:aws[\w-]*:sts::\d{12}:assumed-role\/([^/]+)\//.exec(principal.arn)?.[1];

/**
 * The principal of a role that a service assumes by itself, e.g. a training job's; undefined when `roleArn` is no role's.
 * It signs nothing, so it has no key.
 */
export const rolePrincipal = (roleArn: string, sessionName: string): Principal | undefined => {
  const role = parseRoleArn(roleArn);
  return role && sessionPrincipal({ ...role, sessionName, accessKeyId: '' });
};
