#!/usr/bin/env node
/** The `gradus` command: runs the bundle, unless the sources have changed since it was made. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lockedPackages } from './locked-packages.mjs';

const workspace = join(import.meta.dirname, '../../..');

/** @param {[file: string, size: number, mtimeMs: number, sha256: string]} record */
const isUnchanged = ([file, size, mtimeMs, sha256]) => {
  const path = join(workspace, file);
  const now = statSync(path, { throwIfNoEntry: false });
  if (now?.size !== size) return false;
  // A checkout touches files without changing them.
  return now.mtimeMs === mtimeMs || createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
};

/** @param {{ file: string, mtimeMs: number, packages: string }} record */
const isSameLock = ({ file, mtimeMs, packages }) => {
  const path = join(workspace, file);
  return statSync(path).mtimeMs === mtimeMs || lockedPackages(readFileSync(path, 'utf8')) === packages;
};

/** What is wrong with the bundle, if anything. */
const flaw = () => {
  try {
    const record = readFileSync(join(import.meta.dirname, '../dist/build.json'), 'utf8');
    const { inputs, lock } =
      /** @type {{ inputs: [string, number, number, string][], lock: Parameters<typeof isSameLock>[0] }} */ (
        JSON.parse(record)
      );
    const changed = inputs.find((record) => !isUnchanged(record))?.[0] ?? (isSameLock(lock) ? undefined : lock.file);
    return changed && `is older than ${changed}`;
  } catch {
    return 'has not been made';
  }
};

const problem = flaw();
if (problem) {
  process.stderr.write(`error BUNDLE_STALE: the gradus command ${problem}\n  remedy:  npm run prepare\n`);
  process.exitCode = 1;
} else {
  // The SDK's notice about future Node versions is for who maintains this, not for who uses it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  await import(new URL('../dist/gradus.mjs', import.meta.url).href);
}
