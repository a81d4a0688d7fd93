import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { rotatingLog } from './rotating-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'gradus-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('keeps two files of bounded size, readable by their owner only, the newest line last', () => {
  const file = join(folder, 'plane.log');
  const log = rotatingLog(file, 1000);
  for (let index = 0; index < 100; index += 1) log.error({ index }, 'a fault');
  expect(statSync(file).size).toBeLessThan(1200);
  expect(statSync(`${file}.1`).size).toBeLessThan(1200);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)!;
  expect(JSON.parse(last)).toMatchObject({ level: 'error', message: 'a fault', index: 99 });
});
