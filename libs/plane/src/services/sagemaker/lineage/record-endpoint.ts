/** The lineage of endpoints: a context of each, and an action for each deployment with what it deployed. */
import type { ActionStatus, ContainerDefinition } from '@aws-sdk/client-sagemaker';
import type { RecordedEvent } from '../../../engine/outbox.ts';
import { decodeDocument } from '../../../store/document.ts';
import type { Store } from '../../../store/store.ts';
import type { EndpointConfig } from '../endpoints/endpoint-config-table.ts';
import type { Model } from '../models/model-table.ts';
import { findEntity } from './lineage-entity-table.ts';
import type { LineageRecord } from './lineage-record.ts';
import { lineageRecorder, type LineageRecorder } from './lineage-recorder.ts';

/** Times travel as milliseconds since the epoch. */
interface EndpointDetail {
  readonly EndpointName: string;
  readonly EndpointArn: string;
  readonly EndpointStatus: string;
  readonly FailureReason?: string;
  readonly CreationTime: number;
  readonly PendingDeploymentSummary?: { readonly EndpointConfigName: string; readonly StartTime: number };
}

const SETTLED: Readonly<Record<string, ActionStatus | undefined>> = {
  IN_SERVICE: 'Completed',
  FAILED: 'Failed',
  DELETING: 'Stopped',
};

export const recordEndpoint: LineageRecord = (event, { store }) => {
  const detail = event.detail as EndpointDetail;
  const lineage = lineageRecorder(store, event);
  const name = (seconds: number): string => `${detail.EndpointName}-${seconds}-aws-endpoint`;
  const settled = SETTLED[detail.EndpointStatus];
  if (settled) {
    const status = settled === 'Completed' && detail.FailureReason !== undefined ? 'Failed' : settled;
    for (const action of openDeployments(store, event, detail.EndpointArn)) lineage.setStatus(action, status);
    return;
  }
  const { PendingDeploymentSummary: pending } = detail;
  if (!pending) return;
  let started = secondsOf(pending.StartTime);
  // One that has ended within the same second has the name already.
  while (isSettled(store, event, name(started))) started += 1;
  const deployment = lineage.action(name(started), 'ModelDeployment', detail.EndpointArn, 'InProgress');
  const context = lineage.context(name(secondsOf(detail.CreationTime)), 'Endpoint', detail.EndpointArn);
  lineage.associate(deployment, 'AssociatedWith', context);
  for (const container of containersOf(store, event, pending.EndpointConfigName)) {
    for (const artifact of deployedArtifacts(lineage, container)) {
      lineage.associate(artifact, 'ContributedTo', deployment);
    }
  }
};

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const isSettled = (store: Store, owner: RecordedEvent, action: string): boolean => {
  const found = findEntity(store, owner, 'action', action);
  return found !== undefined && found.Status !== 'InProgress';
};

/** A package stands for its model data, which contributed to it. */
const deployedArtifacts = (lineage: LineageRecorder, container: ContainerDefinition): (string | undefined)[] => [
  lineage.artifact(container.Image, 'Image'),
  lineage.artifact(
    container.ModelPackageName ?? container.ModelDataUrl ?? container.ModelDataSource?.S3DataSource?.S3Uri,
    'Model',
  ),
];

const openDeployments = (store: Store, { accountId, region }: RecordedEvent, endpoint: string): string[] =>
  store
    .all<{ name: string; document: string }>(
      `select name, document from sagemaker_lineage_entity
       where account = ? and region = ? and kind = 'action' and source = ? and type = 'ModelDeployment' and manual = 0`,
      accountId,
      region,
      endpoint,
    )
    .filter(({ document }) => decodeDocument<{ Status?: ActionStatus }>(document).Status === 'InProgress')
    .map(({ name }) => name);

/** The containers of the models that a configuration names; of those that are gone by now, nothing is known. */
const containersOf = (store: Store, owner: RecordedEvent, configName: string): ContainerDefinition[] => {
  const read = <Document>(table: string, name: string): Document | undefined => {
    const row = store.get<{ document: string }>(
      `select document from ${table} where account = ? and region = ? and name = ?`,
      owner.accountId,
      owner.region,
      name,
    );
    return row && decodeDocument<Document>(row.document);
  };
  const config = read<EndpointConfig>('sagemaker_endpoint_config', configName);
  return (config?.ProductionVariants ?? []).flatMap(({ ModelName }) => {
    const model = read<Model>('sagemaker_model', ModelName!);
    return model?.Containers ?? (model?.PrimaryContainer ? [model.PrimaryContainer] : []);
  });
};
