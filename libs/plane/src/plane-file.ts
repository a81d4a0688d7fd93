/** `plane.json`: which process serves this folder and where. A hint only: the lock on the database decides. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PlaneHint {
  readonly pid: number;
  readonly port: number;
}

const fileOf = (dir: string): string => join(dir, 'plane.json');

/** Written by temp and rename, so that a reader never sees half of it. */
export const writeHint = (dir: string, hint: PlaneHint): void => {
  const temporary = `${fileOf(dir)}.${hint.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(hint)}\n`, { mode: 0o600 });
  renameSync(temporary, fileOf(dir));
};

/** The hint of the folder, stale or not; undefined when there is none that can be read. */
export const readHint = (dir: string): PlaneHint | undefined => {
  try {
    const { pid, port } = JSON.parse(readFileSync(fileOf(dir), 'utf8')) as Partial<PlaneHint>;
    return Number.isInteger(pid) && Number.isInteger(port) ? { pid: pid!, port: port! } : undefined;
  } catch {
    return undefined;
  }
};

export const removeHint = (dir: string): void => rmSync(fileOf(dir), { force: true });
