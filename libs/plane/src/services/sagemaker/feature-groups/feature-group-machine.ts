/** The effects of a feature group's machine: looking at the offline store's bucket, and removing records. */
import type { AnyMachine, EffectContext, Machine } from '../../../engine/engine.ts';
import {
  deleteFeatureGroupRow,
  findFeatureGroup,
  updateFeatureGroup,
} from '../../../feature-store/feature-group-table.ts';
import { FEATURE_GROUP_MACHINE, offlineStoreMachineId } from '../../../feature-store/machine-ids.ts';
import { hasPendingRows } from '../../../feature-store/pending-rows.ts';
import type { Store } from '../../../store/store.ts';
import { jobPrincipal } from '../job-principal.ts';
import { removeTags } from '../tags/tag-table.ts';
import { advanceFeatureGroup } from './advance-feature-group.ts';
import type { FeatureGroupEffect, FeatureGroupState } from './feature-group-state.ts';

/** Records that one transaction removes: the loop serves others in between. */
const ERASED_AT_ONCE = 2000;

const provision = async (bucket: string, roleArn: string, { plane, ref }: EffectContext): Promise<string | null> => {
  try {
    await plane.call('s3', 'HeadBucket', { Bucket: bucket }, { principal: jobPrincipal(roleArn), region: ref.region });
    return null;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return `The role ${roleArn} cannot write the offline store: bucket ${bucket} does not exist or access to it is denied (${code}).`;
  }
};

const eraseSome = (store: Store, groupId: number): number =>
  store.run(
    `delete from feature_store_record where group_id = ? and identifier in
       (select identifier from feature_store_record where group_id = ? limit ?)`,
    ...[groupId, groupId, ERASED_AT_ONCE],
  );

const erase = async (name: string, { plane, ref, aborted }: EffectContext): Promise<{ left: boolean }> => {
  const { store, engine } = plane;
  const group = findFeatureGroup(store, ref, name);
  if (!group) return { left: false };
  while (!aborted.aborted && store.transaction(() => eraseSome(store, group.id)) > 0) await store.committed();
  const { OfflineStoreStatus } = findFeatureGroup(store, ref, name)!.document;
  const left = OfflineStoreStatus?.Status === 'Active' && hasPendingRows(store, group.id);
  if (left) {
    // Nobody waits for the lag of a group that goes.
    store.transaction(() => engine.signal(offlineStoreMachineId(ref, group.id), 'lag', { lag: 0 }));
  }
  return { left };
};

const machine: Machine<FeatureGroupState, FeatureGroupEffect> = {
  kind: FEATURE_GROUP_MACHINE,
  advance: advanceFeatureGroup,
  perform: (effect, context) =>
    effect.type === 'provision' ? provision(effect.bucket, effect.roleArn, context) : erase(effect.name, context),
  project: (store, ref, { document, gone }) => {
    if (!gone) return updateFeatureGroup(store, ref, document);
    deleteFeatureGroupRow(store, ref, document.FeatureGroupName!);
    removeTags(store, document.FeatureGroupArn!);
  },
};

export const featureGroupMachine = machine as unknown as AnyMachine;
