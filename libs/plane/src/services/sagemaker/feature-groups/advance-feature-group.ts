/** A feature group's life: it is made, changed and deleted; pure. */
import type { FeatureDefinition, FeatureGroupStatus, OfflineStoreStatus } from '@aws-sdk/client-sagemaker';
import type { MachineEvent, Step } from '../../../engine/engine.ts';
import type { FeatureGroupDocument } from '../../../feature-store/feature-group-table.ts';
import { parseS3Uri } from '../s3-uri.ts';
import { featureGroupEvent } from './feature-group-event.ts';
import type { FeatureGroupChange, FeatureGroupEffect, FeatureGroupState } from './feature-group-state.ts';

type FeatureGroupStep = Step<FeatureGroupState, FeatureGroupEffect>;

/** How often a group that is deleted looks whether the offline store has got its last rows. */
const DRAIN_MS = 1000;
const REASON_CHARACTERS = 1024;

const withStatus = (
  { document }: FeatureGroupState,
  status: FeatureGroupStatus,
  now: number,
  reason?: string,
): FeatureGroupStep => {
  const state: FeatureGroupState = {
    document: {
      ...document,
      FeatureGroupStatus: status,
      LastModifiedTime: new Date(now),
      FailureReason: reason?.slice(0, REASON_CHARACTERS),
    },
  };
  return { state, dueAt: null, events: [featureGroupEvent(state.document)] };
};

/** The second in which a group was made names the folder of its offline store: the next one of its name has another. */
const nameFree = ({ OfflineStoreConfig, CreationTime }: FeatureGroupDocument): number =>
  OfflineStoreConfig ? (Math.floor(CreationTime!.getTime() / 1000) + 1) * 1000 : 0;

const erase = ({ document }: FeatureGroupState): FeatureGroupEffect => ({
  type: 'erase',
  name: document.FeatureGroupName!,
});

/** The definitions with others behind them, where records keep the values of features that are added. */
const withAdditions = (
  definitions: readonly FeatureDefinition[] | undefined,
  additions: readonly FeatureDefinition[] = [],
): FeatureDefinition[] => [...definitions!, ...additions];

const changed = ({ document }: FeatureGroupState, change: FeatureGroupChange, now: number): FeatureGroupStep => {
  const { TtlDuration: ttl, ...update } = change.onlineStore ?? {};
  const { TtlDuration: before, ...config } = document.OnlineStoreConfig ?? {};
  // Members that are null take the default away; a change of something else leaves it.
  const after = ttl === undefined ? before : ttl.Unit ? ttl : undefined;
  const online = document.OnlineStoreConfig && { ...config, ...update, ...(after && { TtlDuration: after }) };
  const state: FeatureGroupState = {
    document: {
      ...document,
      FeatureDefinitions: withAdditions(document.FeatureDefinitions, change.additions),
      ...(online && { OnlineStoreConfig: online }),
      LastModifiedTime: new Date(now),
      LastUpdateStatus: { Status: 'Successful' },
    },
  };
  return { state, dueAt: null, events: [featureGroupEvent(state.document)] };
};

const signalled = (state: FeatureGroupState, name: string, payload: unknown, now: number): FeatureGroupStep => {
  const { document } = state;
  switch (name) {
    case 'update':
      return {
        state: {
          document: { ...document, LastModifiedTime: new Date(now), LastUpdateStatus: { Status: 'InProgress' } },
          change: payload as FeatureGroupChange,
        },
        dueAt: now,
      };
    case 'offline': {
      const next = { ...state, document: { ...document, OfflineStoreStatus: payload as OfflineStoreStatus } };
      return { state: next, events: [featureGroupEvent(next.document)] };
    }
    case 'delete':
      return { ...withStatus(state, 'Deleting', now), effects: [erase(state)] };
    default:
      throw new Error(`a feature group knows no signal ${name}`);
  }
};

const provision = (state: FeatureGroupState, now: number): FeatureGroupStep => {
  const { OfflineStoreConfig, RoleArn } = state.document;
  if (!OfflineStoreConfig) return withStatus(state, 'Created', now);
  const { bucket } = parseS3Uri(OfflineStoreConfig.S3StorageConfig!.S3Uri!);
  return {
    state,
    effects: [{ type: 'provision', bucket, roleArn: RoleArn! }],
    events: [featureGroupEvent(state.document)],
  };
};

export const advanceFeatureGroup = (
  state: FeatureGroupState,
  event: MachineEvent<FeatureGroupEffect>,
  now: number,
): FeatureGroupStep => {
  const deleting = state.document.FeatureGroupStatus === 'Deleting';
  switch (event.type) {
    case 'created':
      return provision(state, now);
    case 'signal':
      return signalled(state, event.name, event.payload, now);
    case 'due':
      if (deleting) return { state, dueAt: null, effects: [erase(state)] };
      return state.change ? changed(state, state.change, now) : { state, dueAt: null };
    case 'done':
    case 'failed': {
      if (event.effect.type === 'erase') {
        const left = event.type === 'failed' || (event.result as { left: boolean }).left;
        if (left) return { state, dueAt: now + DRAIN_MS };
        const free = nameFree(state.document);
        if (now < free) return { state, dueAt: free };
        return { state: { ...state, gone: true }, finished: true };
      }
      if (deleting) return { state };
      const reason = event.type === 'failed' ? event.error.message : (event.result as string | null);
      if (reason !== null) return withStatus(state, 'CreateFailed', now, reason);
      return withStatus({ document: { ...state.document, OfflineStoreStatus: { Status: 'Active' } } }, 'Created', now);
    }
  }
};
