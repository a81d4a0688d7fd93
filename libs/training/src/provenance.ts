/** Where code comes from: the git commit, whether the tree differs from it, and the lockfile. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Provenance {
  /** Absent outside a git repository, or before its first commit. */
  readonly commit?: string;
  readonly dirty?: boolean;
  /** The URL of `origin` without credentials, else absent. */
  readonly repository?: string;
  /** Hex; absent where there is no lockfile. */
  readonly lockfileSha256?: string;
}

const LOCKFILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

export async function provenanceOf(workspace: string): Promise<Provenance> {
  const git = (...args: string[]): Promise<string | undefined> =>
    run('git', args, { cwd: workspace }).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
  const [commit, status, origin, lockfileSha256] = await Promise.all([
    git('rev-parse', '--verify', 'HEAD'),
    git('status', '--porcelain'),
    git('remote', 'get-url', 'origin'),
    lockfileHash(workspace),
  ]);
  return {
    ...(commit && { commit, dirty: status !== '' }),
    ...(origin && { repository: withoutCredentials(origin) }),
    ...(lockfileSha256 && { lockfileSha256 }),
  };
}

const withoutCredentials = (url: string): string => url.replace(/^([a-z+]+:\/\/)[^/@]*@/, '$1');

async function lockfileHash(workspace: string): Promise<string | undefined> {
  for (const name of LOCKFILES) {
    const content = await readFile(join(workspace, name)).catch(() => undefined);
    if (content) return createHash('sha256').update(content).digest('hex');
  }
  return undefined;
}
