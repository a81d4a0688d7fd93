/** Which entities a lineage query asks for; its walk passes through all others. */
import type { LineageType, QueryFilters } from '@aws-sdk/client-sagemaker';
import type { LineageKind } from './lineage-entity-table.ts';

export interface WalkedEntity {
  readonly arn: string;
  readonly kind: LineageKind;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
  readonly properties: Readonly<Record<string, string>>;
}

const LINEAGE_TYPES: Readonly<Record<LineageKind, LineageType>> = {
  artifact: 'Artifact',
  action: 'Action',
  context: 'Context',
  'experiment-trial-component': 'TrialComponent',
};

export const lineageTypeOf = ({ kind }: Pick<WalkedEntity, 'kind'>): LineageType => LINEAGE_TYPES[kind];

/** All filters must agree; of the properties, one is enough. */
export const lineageFilter = (filters: QueryFilters = {}): ((entity: WalkedEntity) => boolean) => {
  const { Types = [], LineageTypes = [], CreatedAfter, CreatedBefore, ModifiedAfter, ModifiedBefore } = filters;
  const properties = Object.entries(filters.Properties ?? {});
  return (entity) =>
    (Types.length === 0 || Types.includes(entity.type)) &&
    (LineageTypes.length === 0 || LineageTypes.includes(lineageTypeOf(entity))) &&
    (!CreatedAfter || entity.created > CreatedAfter.getTime()) &&
    (!CreatedBefore || entity.created < CreatedBefore.getTime()) &&
    (!ModifiedAfter || entity.modified > ModifiedAfter.getTime()) &&
    (!ModifiedBefore || entity.modified < ModifiedBefore.getTime()) &&
    (properties.length === 0 || properties.some(([key, value]) => entity.properties[key] === value));
};
