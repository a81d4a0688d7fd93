/** The table of associations: directed edges between lineage entities, at most one from a source to a destination. */
import type { AssociationEdgeType, UserContext } from '@aws-sdk/client-sagemaker';
import type { Store } from '../../../store/store.ts';
import type { Owner } from '../arn.ts';

/** `source` and `destination` are ARNs; an entity's type does not change, so it stands here to be listed by. */
export const ASSOCIATION_SCHEMA = [
  `create table if not exists sagemaker_association (
     id integer primary key, account text not null, region text not null, source text not null, destination text not null,
     source_type text not null, destination_type text not null, type text, manual integer not null,
     created integer not null, created_by text, unique (source, destination))`,
  ...[
    'destination (destination, source)',
    'created (account, region, created, source, destination)',
    'manual (account, region) where manual = 1',
  ].map((index) =>
    index.replace(/^(\w+) /, 'create index if not exists sagemaker_association_$1 on sagemaker_association '),
  ),
];

export interface NewAssociation {
  readonly source: string;
  readonly destination: string;
  readonly type: AssociationEdgeType | undefined;
  readonly manual: boolean;
  /** Service time in milliseconds. */
  readonly created: number;
  readonly createdBy?: UserContext;
}

/** Reads the types of both ends, which exist; false when the two are associated already. */
export const insertAssociation = (store: Store, owner: Owner, association: NewAssociation): boolean =>
  store.run(
    `insert into sagemaker_association
       (account, region, source, destination, source_type, destination_type, type, manual, created, created_by)
     select ?, ?, source.arn, destination.arn, source.type, destination.type, ?, ?, ?, ?
     from sagemaker_lineage_entity source, sagemaker_lineage_entity destination
     where source.arn = ? and destination.arn = ? on conflict do nothing`,
    owner.accountId,
    owner.region,
    association.type ?? null,
    association.manual ? 1 : 0,
    association.created,
    association.createdBy ? JSON.stringify(association.createdBy) : null,
    association.source,
    association.destination,
  ) > 0;

export const hasAssociation = (store: Store, arn: string): boolean =>
  store.get('select 1 from sagemaker_association where source = ? or destination = ? limit 1', arn, arn) !== undefined;
