import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../../engine/engine.ts';
import { advanceFeatureGroup } from './advance-feature-group.ts';
import type { FeatureGroupEffect, FeatureGroupState } from './feature-group-state.ts';

const NOW = Date.UTC(2026, 0, 1);

const made: FeatureGroupState = {
  document: {
    FeatureGroupArn: 'arn:aws:sagemaker:us-east-1:111111111111:feature-group/users',
    FeatureGroupName: 'users',
    RecordIdentifierFeatureName: 'user_id',
    EventTimeFeatureName: 'event_time',
    FeatureDefinitions: [
      { FeatureName: 'user_id', FeatureType: 'String' },
      { FeatureName: 'event_time', FeatureType: 'Fractional' },
    ],
    CreationTime: new Date(NOW - 1000),
    FeatureGroupStatus: 'Creating',
    OfflineStoreConfig: { S3StorageConfig: { S3Uri: 's3://bucket/path' } },
    RoleArn: 'arn:aws:iam::111111111111:role/FeatureStore',
  },
};

const after = (state: FeatureGroupState, ...events: MachineEvent<FeatureGroupEffect>[]) =>
  events.reduce(
    (step, event) => advanceFeatureGroup(step.state, event, NOW),
    advanceFeatureGroup(state, { type: 'created' }, NOW),
  );

const provision: FeatureGroupEffect = { type: 'provision', bucket: 'bucket', roleArn: made.document.RoleArn! };
const erase: FeatureGroupEffect = { type: 'erase', name: 'users' };
const provisioned: MachineEvent<FeatureGroupEffect> = { type: 'done', effect: provision, result: null };
const deleted: MachineEvent<FeatureGroupEffect> = { type: 'signal', name: 'delete' };

describe('advanceFeatureGroup', () => {
  it('looks at the bucket of the offline store first', () => {
    expect(after(made)).toMatchObject({
      effects: [provision],
      state: { document: { FeatureGroupStatus: 'Creating' } },
    });
    const document = { ...made.document, OfflineStoreConfig: undefined };
    expect(after({ document }).state.document.FeatureGroupStatus).toBe('Created');
  });

  it('is created, or fails with the reason', () => {
    const { state, events } = after(made, provisioned);
    expect(state.document).toMatchObject({ FeatureGroupStatus: 'Created', OfflineStoreStatus: { Status: 'Active' } });
    expect(events).toMatchObject([
      {
        ...{ source: 'aws.sagemaker', detailType: 'SageMaker Feature Group State Change' },
        resources: [made.document.FeatureGroupArn],
        detail: { FeatureGroupName: 'users', FeatureGroupStatus: 'Created', CreationTime: NOW - 1000 },
      },
    ]);
    const failed = after(made, { type: 'done', effect: provision, result: 'no such bucket' });
    expect(failed.state.document).toMatchObject({
      FeatureGroupStatus: 'CreateFailed',
      FailureReason: 'no such bucket',
    });
  });

  it('changes when its turn comes', () => {
    const payload = { additions: [{ FeatureName: 'country', FeatureType: 'String' }] };
    const signalled = after(made, provisioned, { type: 'signal', name: 'update', payload });
    expect(signalled).toMatchObject({
      dueAt: NOW,
      state: { document: { LastUpdateStatus: { Status: 'InProgress' } } },
    });
    expect(signalled.state.document.FeatureDefinitions).toHaveLength(2);
    const changed = advanceFeatureGroup(signalled.state, { type: 'due' }, NOW);
    expect(changed.state.document.FeatureDefinitions).toHaveLength(3);
    expect(changed.state).toMatchObject({ document: { LastUpdateStatus: { Status: 'Successful' } } });
    expect(changed.state.change).toBeUndefined();
  });

  it('says how its offline store fares', () => {
    const payload = { Status: 'Blocked', BlockedReason: 'AccessDenied' };
    const blocked = after(made, provisioned, { type: 'signal', name: 'offline', payload });
    expect(blocked.state.document).toMatchObject({ FeatureGroupStatus: 'Created', OfflineStoreStatus: payload });
    expect(blocked.events).toHaveLength(1);
  });

  it('goes when nothing of it is left', () => {
    const deleting = after(made, provisioned, deleted);
    expect(deleting).toMatchObject({ effects: [erase], state: { document: { FeatureGroupStatus: 'Deleting' } } });
    const waiting = advanceFeatureGroup(deleting.state, { type: 'done', effect: erase, result: { left: true } }, NOW);
    expect(waiting.dueAt).toBeGreaterThan(NOW);
    expect(advanceFeatureGroup(waiting.state, { type: 'due' }, NOW)).toMatchObject({ effects: [erase] });
    const gone = advanceFeatureGroup(waiting.state, { type: 'done', effect: erase, result: { left: false } }, NOW);
    expect(gone).toMatchObject({ finished: true, state: { gone: true } });
  });
});
