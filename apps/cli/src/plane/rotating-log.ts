/** The plane's log file: one line of JSON per message, two files of bounded size. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PlaneLog } from '@gradus/plane';

const LIMIT_BYTES = 5_000_000;

/** Renames `file` to `file.1` once it is larger than `limit` bytes. */
export const rotate = (file: string, limit = LIMIT_BYTES): void => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > limit) renameSync(file, `${file}.1`);
};

/** Appends to `file`, which is made with mode 0600. */
export const rotatingLog = (file: string, limit = LIMIT_BYTES): PlaneLog => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const write = (level: string, fields: object, message: string): void => {
    rotate(file, limit);
    const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  };
  return {
    info: (fields, message) => write('info', fields, message),
    error: (fields, message) => write('error', fields, message),
  };
};
