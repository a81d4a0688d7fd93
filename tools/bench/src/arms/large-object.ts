/** One GiB through PutObject and GetObject by the SDK, beside a plain copy of the same file on the same disk. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { startInstalledPlane } from '../process/installed-plane.ts';
import { residentMb, watchPeak } from '../process/memory.ts';
import { processorSeconds } from '../process/processor-time.ts';
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
  const { bavail, bsize } = statfsSync(root);
  const needed = SIZE_MIB * MIB * (3 * bench.rounds + 2);
  if (bavail * bsize < needed) throw new Error(`needs ${(needed / 1e9).toFixed(0)} GB of disk, which are not free`);
  const file = join(root, 'file');
  writeRandomFile(file);
  const plane = await startInstalledPlane(bench.workspace, root);
  const endpoint = `http://127.0.0.1:${plane.port}`;
  const client = await startProgram('s3-transfer', { endpoint, key: plane.key, file });
  const before = residentMb(plane.pid);
  const transfer = async (name: string): Promise<Transferred> => {
    const peak = watchPeak(plane.pid);
    const used = [client.pid, plane.pid].map(processorSeconds);
    const speed = await client.ask<number>({ name });
    const result = { speed, growth: peak() - before };
    const [ofClient, ofPlane] = [client.pid, plane.pid].map((pid, index) => processorSeconds(pid) - used[index]!);
    bench.progress(
      `${name}: ${speed.toFixed(0)} MB/s; processor ${ofClient!.toFixed(1)} s client, ${ofPlane!.toFixed(1)} s plane; ` +
        `plane's peak ${result.growth.toFixed(0)} MB above its start`,
    );
    return result;
  };
  // What every other round gets is what the round before has put.
  await transfer('put');
  const { copy, put, get } = await takeTurns(bench.rounds, {
    copy: () => transfer('copy'),
    put: () => transfer('put'),
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

export const largeObject: Arm = {
  name: 'object',
  summary: '1 GiB through PutObject and GetObject by the SDK; takes some 12 GB of disk while it runs',
  run,
};
