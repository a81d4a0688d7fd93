/** The file that AWS tools read the plane's keys from: one profile per account, made at the first start, mode 0600. */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { errors } from '../errors.ts';
import { makeAccessKey, type AccessKey } from './access-key.ts';
import type { Account } from './account.ts';

export type AccountKey = Account & AccessKey;

const MODE = 0o600;

/**
 * The key of each account; keys that the file lacks are made and added to it. Profiles of others stay as they are.
 * @throws GradusError CREDENTIALS_INVALID when the file names a profile without a usable key.
 */
export const accountKeys = (file: string, accounts: readonly Account[]): AccountKey[] => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const profiles = parseProfiles(text);
  let added = '';
  const keys = accounts.map((account): AccountKey => {
    const profile = profiles.get(account.profile);
    if (profile) return { ...account, ...keyOf(profile, account, file) };
    const key = makeAccessKey('AKIA');
    added += section(account, key);
    return { ...account, ...key };
  });
  if (added) {
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, text && !text.endsWith('\n') ? `${text}\n${added}` : text + added, { mode: MODE });
    renameSync(temporary, file);
  }
  chmodSync(file, MODE);
  return keys;
};

const section = ({ profile, accountId }: Account, key: AccessKey): string =>
  `[${profile}]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\naws_account_id = ${accountId}\n\n`;

const keyOf = (profile: ReadonlyMap<string, string>, account: Account, file: string): AccessKey => {
  const accessKeyId = profile.get('aws_access_key_id');
  const secretAccessKey = profile.get('aws_secret_access_key');
  const accountId = profile.get('aws_account_id');
  if (accessKeyId && secretAccessKey && accountId === account.accountId) return { accessKeyId, secretAccessKey };
  throw errors.make(
    'CREDENTIALS_INVALID',
    `profile ${account.profile} of ${file} has no key of account ${account.accountId}`,
    {
      got: accountId,
      remedy: `remove the section [${account.profile}] from ${file}: a new key is made at the next start`,
    },
  );
};

const parseProfiles = (text: string): Map<string, Map<string, string>> => {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split('\n')) {
    const header = /^\s*\[([^\]]+)\]/.exec(line);
    const setting = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (header) profiles.set(header[1]!.trim(), (current = new Map<string, string>()));
    else if (setting) current?.set(setting[1]!, setting[2]!);
  }
  return profiles;
};
