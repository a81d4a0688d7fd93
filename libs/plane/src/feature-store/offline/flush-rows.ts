/** One part of a flush: some hours of a group's pending rows become objects in S3, several hours at a time. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { rolePrincipal } from '../../accounts/account.ts';
import type { EffectContext } from '../../engine/engine.ts';
import type { PlaneServices } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { featureGroupById, type FeatureGroupRow } from '../feature-group-table.ts';
import { flushBatch, type FlushTools, type OfflineGroup } from './flush-batch.ts';
import { showOfflineStatus } from './offline-status.ts';
import { ParquetWriter } from './parquet-writer.ts';
import { pendingHours, removeSomePending } from './pending-partitions.ts';
import { slots } from './slots.ts';

export interface FlushOrder {
  readonly type: 'flush';
  readonly groupId: number;
  /** Rows up to this one. */
  readonly upTo: number;
  /** Milliseconds. */
  readonly writeTime: number;
  /** Hours behind this one; absent for all. */
  readonly after?: number;
}

export interface FlushProgress {
  /** Where the next part begins; absent when none is left. */
  readonly after?: number;
}

/** A part is small enough for its `write_time` to be true: it is the service time at which the part was ordered. */
const HOURS = 32;
const BATCHES_PER_HOUR = 8;

/** Objects that are made at a time, by all groups together. */
const AT_A_TIME = 4;

const REASON_CHARACTERS = 1024;
const REMOVED_AT_ONCE = 1000;

interface Shared extends FlushTools {
  readonly take: ReturnType<typeof slots>;
}

const ofStore = new WeakMap<Store, Shared>();

/** Made with a plane's first flush; what an earlier process left on its way is of no use to anybody. */
const shared = (plane: PlaneServices): Shared => {
  let tools = ofStore.get(plane.store);
  if (!tools) {
    const folder = join(plane.dir, 'feature-store');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    tools = { plane, folder, writer: new ParquetWriter(join(folder, 'spill')), take: slots(AT_A_TIME) };
    ofStore.set(plane.store, tools);
  }
  return tools;
};

export const flushRows = async (order: FlushOrder, { plane, aborted }: EffectContext): Promise<FlushProgress> => {
  const row = featureGroupById(plane.store, order.groupId);
  if (!row) return forget(plane, order.groupId, aborted);
  const tools = shared(plane);
  const stop = (): void => tools.writer.close();
  aborted.addEventListener('abort', stop);
  try {
    const group = offlineGroup(row);
    const hours = pendingHours(plane.store, order.groupId, order.after, HOURS);
    const ended = await Promise.allSettled(hours.map((hour) => flushHour(tools, group, { ...order, hour }, aborted)));
    // An hour that was still at work when the flush is tried again would put what both find into two objects.
    const whole = ended.map((hour) => {
      if (hour.status === 'rejected') throw hour.reason;
      return hour.value;
    });
    showOfflineStatus(plane, order.groupId, { Status: 'Active' });
    const broken = whole.indexOf(false);
    if (broken >= 0) return { after: hours[broken]! - 1 };
    return hours.length < HOURS ? {} : { after: hours.at(-1)! };
  } catch (error) {
    if (!aborted.aborted) {
      showOfflineStatus(plane, order.groupId, {
        Status: 'Blocked',
        BlockedReason: (error as Error).message.slice(0, REASON_CHARACTERS),
      });
    }
    throw error;
  } finally {
    aborted.removeEventListener('abort', stop);
  }
};

/** Whether the hour has no more rows that the order covers. */
const flushHour = async (
  tools: Shared,
  group: OfflineGroup,
  order: FlushOrder & { readonly hour: number },
  aborted: AbortSignal,
): Promise<boolean> => {
  for (let batches = 0; batches < BATCHES_PER_HOUR; batches += 1) {
    const more = await tools.take(() => {
      aborted.throwIfAborted();
      return flushBatch(tools, group, order);
    });
    if (!more) return true;
  }
  return false;
};

const offlineGroup = ({ id, accountId, region, document }: FeatureGroupRow): OfflineGroup => {
  const uri = document.OfflineStoreConfig!.S3StorageConfig!.ResolvedOutputS3Uri!;
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*?)\/?$/.exec(uri)!;
  const principal = rolePrincipal(document.RoleArn!, 'SageMaker');
  if (!principal) throw new Error(`${document.RoleArn} is not the ARN of a role.`);
  const features = document.FeatureDefinitions!.map(({ FeatureName, FeatureType }) => ({
    name: FeatureName!,
    type: FeatureType!,
  }));
  return { id, accountId, region, features, bucket: bucket!, prefix: `${prefix}/`, principal };
};

/** The group is gone, and what its offline store had yet to get goes with it, a slice at a time. */
const forget = async ({ store }: PlaneServices, groupId: number, aborted: AbortSignal): Promise<FlushProgress> => {
  while (store.transaction(() => removeSomePending(store, groupId, REMOVED_AT_ONCE))) {
    aborted.throwIfAborted();
    await store.committed();
    await setImmediate();
  }
  return {};
};
