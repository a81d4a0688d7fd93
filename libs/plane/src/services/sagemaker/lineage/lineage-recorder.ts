/** Writes the lineage that SageMaker makes itself: each entity and each association once, however often it is told. */
import type { AssociationEdgeType, ActionStatus } from '@aws-sdk/client-sagemaker';
import type { RecordedEvent } from '../../../engine/outbox.ts';
import type { Store } from '../../../store/store.ts';
import { arnOf } from '../arn.ts';
import { artifactId } from './artifact-source.ts';
import { insertAssociation } from './association-table.ts';
import { findEntity, insertEntity, newestName, replaceEntity } from './lineage-entity-table.ts';
import { lineageGroupArn } from './lineage-group.ts';
import {
  TRIAL_COMPONENT,
  trialComponentEntity,
  trialComponentName,
  type TrackedJob,
} from './trial-component-entity.ts';

export interface LineageRecorder {
  /** The ARN of the artifact of that source, which is made where there is none; undefined without a source. */
  artifact(sourceUri: string | undefined, type: string): string | undefined;
  action(name: string, type: string, sourceUri: string, status: ActionStatus): string;
  context(name: string, type: string, sourceUri: string): string;
  trialComponent(job: TrackedJob, jobName: string, jobArn: string): string;
  /** Skips an end that is not there. */
  associate(source: string | undefined, type: AssociationEdgeType, destination: string | undefined): void;
  /** The name of the action of that type and source that was made last. */
  newestAction(type: string, sourceUri: string): string | undefined;
  setStatus(actionName: string, status: ActionStatus): void;
}

/** Everything is made at the event's time, in the follower's transaction. */
export const lineageRecorder = (store: Store, event: RecordedEvent): LineageRecorder => {
  const now = new Date(event.time);
  const made = { CreationTime: now, LastModifiedTime: now, LineageGroupArn: lineageGroupArn(event) };
  return {
    artifact: (source, type) => {
      if (!source) return undefined;
      const Source = { SourceUri: source, SourceTypes: [] };
      const name = artifactId(event, Source);
      const arn = arnOf(event, 'artifact', name);
      const document = { ...made, ArtifactArn: arn, Source, ArtifactType: type };
      insertEntity(store, event, { kind: 'artifact', name, type, source, manual: false, document });
      return arn;
    },
    action: (name, type, source, Status) => {
      const arn = arnOf(event, 'action', name);
      const described = { ActionArn: arn, ActionName: name, ActionType: type, Source: { SourceUri: source }, Status };
      const document = { ...made, ...described };
      insertEntity(store, event, { kind: 'action', name, type, source, manual: false, document });
      return arn;
    },
    context: (name, type, source) => {
      const arn = arnOf(event, 'context', name);
      const document = {
        ...made,
        ...{ ContextArn: arn, ContextName: name, ContextType: type, Source: { SourceUri: source } },
      };
      insertEntity(store, event, { kind: 'context', name, type, source, manual: false, document });
      return arn;
    },
    trialComponent: (job, jobName, jobArn) => {
      const name = trialComponentName(job, jobName);
      insertEntity(store, event, trialComponentEntity(name, jobArn, event.time));
      return arnOf(event, TRIAL_COMPONENT, name);
    },
    associate: (source, type, destination) => {
      if (!source || !destination) return;
      insertAssociation(store, event, { source, destination, type, manual: false, created: event.time });
    },
    newestAction: (type, source) => newestName(store, event, 'action', type, source),
    setStatus: (name, Status) => {
      const action = findEntity(store, event, 'action', name);
      if (action) replaceEntity(store, event, 'action', name, { ...action, Status, LastModifiedTime: now });
    },
  };
};
