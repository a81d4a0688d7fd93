/** One GiB through PutObject and GetObject by the SDK, beside a plain copy of the same file on the same disk. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { startInstalledPlane } from '../process/installed-plane.ts';
import { residentMb, watchPeak } from '../process/memory.ts';
import { startProgram } from '../process/program.ts';
import type { Row } from '../row.ts';

const MIB = 1024 * 1024;
const SIZE_MIB = 1024;

const writeRandomFile = (file: string): void => {
  const descriptor = openSync(file, 'wx');
  const block = randomBytes(16 * MIB);
  for (let written = 0; written < SIZE_MIB; written += 16) {
    block.writeUInt32LE(written);
    writeSync(descriptor, block);
  }
  fsyncSync(descriptor);
  closeSync(descriptor);
};

interface Transferred {
  readonly speed: number;
  /** How far the plane's memory rose above what it held before, in MB. */
  readonly growth: number;
}

const run = async (bench: Bench): Promise<Row[]> => {
  const root = bench.folder('large');
  const file = join(root, 'file');
  writeRandomFile(file);
  const plane = await startInstalledPlane(bench.workspace, root);
  const endpoint = `http://127.0.0.1:${plane.port}`;
  const client = await startProgram('s3-transfer', { endpoint, key: plane.key, file });
  const before = residentMb(plane.pid);
  const transfer = async (name: string): Promise<Transferred> => {
    const peak = watchPeak(plane.pid);
    const speed = await client.ask<number>({ transfer: name });
    const result = { speed, growth: peak() - before };
    bench.progress(`${name}: ${speed.toFixed(0)} MB/s, plane's peak ${result.growth.toFixed(0)} MB above its start`);
    return result;
  };
  const { copy, put, get } = await takeTurns(bench.rounds, {
    copy: () => transfer('copy'),
    put: () => transfer('put'),
    // What a round gets is what it or the one before has put.
    get: () => transfer('get'),
  });
  await client.end();
  await plane.end();
  const beside = { what: 'plain copy with fsync', value: medianOf(copy, ({ speed }) => speed) };
  const rows = (name: string, results: readonly Transferred[]): Row[] => [
    {
      what: `${name} of 1 GiB by the SDK`,
      measured: medianOf(results, ({ speed }) => speed),
      ...{ unit: 'MB/s', beside, target: { kind: 'ratio', atLeast: 0.5 } },
    },
    {
      what: `growth of the plane's memory, ${name} (the worst round)`,
      measured: Math.max(...results.map(({ growth }) => growth)),
      ...{ unit: 'MB', target: { kind: 'most', atMost: 50 } },
    },
  ];
  return [...rows('PutObject', put), ...rows('GetObject', get)];
};

export const largeObject: Arm = { name: 'object', summary: '1 GiB through PutObject and GetObject by the SDK', run };
