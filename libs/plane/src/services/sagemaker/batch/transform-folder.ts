/** The files of a transform job on this machine: its model, what each instance is to transform, and what came of it. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import type { ChannelItem } from '../training/channel-source.ts';
import type { TransformJob } from './transform-job-table.ts';

export interface ObjectOutcome {
  /** The object's place in the shard. */
  readonly index: number;
  /** Why there is no output of it. */
  readonly failureReason?: string;
}

export const transformFolder = ({ plane, ref }: EffectContext, job: TransformJob): string =>
  join(plane.dir, 'transform', ref.accountId, ref.region, job.TransformJobName!);

/** What every instance's container sees as `/opt/ml`. */
export const optMlFolder = (folder: string): string => join(folder, 'ml');

export const inputFile = (folder: string, host: number, index: number): string => join(folder, `${host}-${index}.in`);

export const outputFile = (folder: string, host: number, index: number): string => join(folder, `${host}-${index}.out`);

const shardFile = (folder: string, host: number): string => join(folder, `${host}.shard.json`);
const outcomeFile = (folder: string, host: number): string => join(folder, `${host}.outcomes`);

export const writeShard = (folder: string, host: number, items: readonly ChannelItem[]): Promise<void> =>
  writeFile(shardFile(folder, host), JSON.stringify(items));

export const readShard = async (folder: string, host: number): Promise<ChannelItem[]> =>
  JSON.parse(await readFile(shardFile(folder, host), 'utf8')) as ChannelItem[];

/** On a line of its own, also behind one that a full disk cut. */
export const recordOutcome = (folder: string, host: number, outcome: ObjectOutcome): Promise<void> =>
  appendFile(outcomeFile(folder, host), `\n${JSON.stringify(outcome)}\n`);

/** What is recorded whole: an object whose record a crash cut is transformed again. */
export const readOutcomes = async (folder: string, host: number): Promise<ReadonlyMap<number, ObjectOutcome>> => {
  const text = await readFile(outcomeFile(folder, host), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  const outcomes = new Map<number, ObjectOutcome>();
  for (const line of text.split('\n')) {
    try {
      const outcome = JSON.parse(line) as ObjectOutcome;
      outcomes.set(outcome.index, outcome);
    } catch {
      continue;
    }
  }
  return outcomes;
};

/** The key of an object's output: where it lay below the input's prefix, with `.out`. */
export const outputUri = (job: TransformJob, { key, base }: ChannelItem): string =>
  `${job.TransformOutput!.S3OutputPath!.replace(/\/+$/, '')}/${key.slice(base.length)}.out`;
