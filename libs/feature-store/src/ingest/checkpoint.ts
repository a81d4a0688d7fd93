/** How far an ingest has come, as an object beside the model's others: a rerun continues there, on whatever machine. */
import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchBucket, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import type { FeatureGroup } from '../groups/feature-group.ts';
import { retrying } from '../records/retry.ts';
import type { EventTimeFormat } from '../records/event-time.ts';

export interface Checkpoint {
  readonly version: 1;
  /** When the feature group was made, in milliseconds: another group of that name begins anew. */
  readonly made: number;
  /** Rows from the first on that are acknowledged or rejected, without a gap. */
  readonly rows: number;
  readonly written: number;
  readonly rejected: number;
  /** Hash of the last of the rows, so that another source is not taken for this one. */
  readonly last: string;
  /** Length of the file of rejected rows, in bytes. */
  readonly rejects: number;
  readonly eventTimeFormat?: EventTimeFormat;
  /** True when the source has no more rows. */
  readonly done: boolean;
}

export interface CheckpointStore {
  /** Undefined where the ingest was never begun. */
  read(): Promise<Checkpoint | undefined>;
  write(checkpoint: Checkpoint): Promise<void>;
}

const keyOf = (context: FeatureStoreContext, model: string, group: FeatureGroup, source: string): string => {
  const id = createHash('sha256').update(source).digest('hex').slice(0, 32);
  return context.environment.key(model, 'ingest', group.name, `${id}.json`);
};

/** The checkpoint of a source: `ns=<namespace>/<model>/ingest/<group>/<hash of the source>.json`. */
export const checkpointStore = (
  context: FeatureStoreContext,
  model: string,
  group: FeatureGroup,
  source: string,
): CheckpointStore => {
  const at = { Bucket: context.environment.bucket, Key: keyOf(context, model, group, source) };
  return {
    read: async () => {
      try {
        const { Body } = await context.clients.s3.send(new GetObjectCommand(at));
        return JSON.parse(await Body!.transformToString()) as Checkpoint;
      } catch (error) {
        if (error instanceof NoSuchKey || error instanceof NoSuchBucket) return undefined;
        throw error;
      }
    },
    write: async (checkpoint) => {
      const put = { ...at, Body: JSON.stringify(checkpoint), ContentType: 'application/json' };
      await retrying(() => context.clients.s3.send(new PutObjectCommand(put)));
    },
  };
};
