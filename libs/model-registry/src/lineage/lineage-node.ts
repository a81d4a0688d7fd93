/** What a lineage entity is in a model's lineage: its kind, and the name that people know it by. */
import type { DescribedEntity } from './lineage-entities.ts';
import type { LineageNode, LineageNodeKind } from './lineage-graph.ts';

const KINDS: Readonly<Record<string, LineageNodeKind | undefined>> = {
  DataSet: 'data',
  Image: 'image',
  Model: 'artifact',
  ModelData: 'artifact',
  Checkpoint: 'artifact',
  Code: 'code',
  Notebook: 'notebook',
  Endpoint: 'endpoint',
  ModelDeployment: 'deployment',
  Approval: 'approval',
};

const VERSION = /:model-package\/(?:([^/]+)\/([0-9]+)|([^/]+))$/;
const JOB = /^(.+)-aws-(?:training|processing|transform)-job$/;
const DECISION = /-(Approved|Rejected|PendingManualApproval)-[0-9]+-aws-model-group$/;

/** Undefined for what groups versions or only says that one was made: it is no step on the way. */
export const nodeOf = (entity: DescribedEntity): LineageNode | undefined => {
  const { arn, type, lineageType, name, uri } = entity;
  const [, group, version, unversioned] = VERSION.exec(uri ?? '') ?? [];
  const decision = DECISION.exec(name)?.[1];
  const kind = lineageType === 'TrialComponent' ? 'job' : (KINDS[type] ?? 'other');
  if (type === 'ModelGroup' || decision === 'PendingManualApproval') return undefined;
  if (kind === 'approval') return { id: arn, kind, name: decision ?? name, arn };
  if (group ?? unversioned) {
    const called = unversioned ?? `${group} version ${version}`;
    if (kind === 'artifact') return { id: uri!, kind: 'version', name: called, arn: uri! };
  }
  switch (kind) {
    case 'endpoint':
      return { id: uri ?? arn, kind, name: (uri ?? name).replace(/^.*:endpoint\//, ''), arn: uri ?? arn };
    case 'job':
      return { id: arn, kind, name: JOB.exec(name)?.[1] ?? name, arn };
    case 'deployment':
      return { id: arn, kind, name: name.replace(/-aws-endpoint$/, ''), arn, ...withDetail(entity.status) };
    default:
      return { id: arn, kind, name: uri === undefined ? name : lastPart(uri), arn, ...(uri !== undefined && { uri }) };
  }
};

const withDetail = (detail: string | undefined): { detail?: string } => (detail === undefined ? {} : { detail });

/** `train/` of `s3://bucket/train/`, `model.tar.gz` of its path; an image keeps its tag. */
export const lastPart = (uri: string): string => /([^/]+)\/*$/.exec(uri)?.[1] ?? uri;
