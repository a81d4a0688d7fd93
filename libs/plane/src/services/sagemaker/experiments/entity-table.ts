/** A table of experiments, trials or trial components: what Describe answers, by a name in which case does not matter. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import type { SqlValue, Store } from '../../../store/store.ts';
import { AwsError, validationException } from '../../../wire/aws-error.ts';
import { arnOf, type Owner, type ResourceKind } from '../arn.ts';

interface Timed {
  readonly CreationTime?: Date | undefined;
  readonly LastModifiedTime?: Date | undefined;
}

export interface EntityTable<Document> {
  find(store: Store, owner: Owner, name: string): Document | undefined;
  /** @throws AwsError ResourceNotFound */
  require(context: CallContext, name: string): Document;
  /** @throws AwsError ValidationException when the name is taken */
  insert(context: CallContext, name: string, document: Document): void;
  /** Adds the entity or puts it in the place of the one of that name. */
  put(store: Store, owner: Owner, name: string, document: Document): void;
  remove(context: CallContext, name: string): void;
  arn(owner: Owner, name: string): string;
}

/** Names are unique without regard to case; the key and the ARN are lower case, the document keeps the name as given. */
export const entityKey = (name: string): string => name.toLowerCase();

const OWN = 'account = ? and region = ? and name = ?';

const keyOf = ({ accountId, region }: Owner, name: string): [string, string, string] => [
  accountId,
  region,
  entityKey(name),
];

/** `columns` are kept beside the document, so that lists can filter by them. */
export const entityTable = <Document extends Timed>(options: {
  readonly table: string;
  readonly kind: ResourceKind;
  /** As messages say it: `Experiment`. */
  readonly noun: string;
  readonly columns?: Readonly<Record<string, (document: Document) => SqlValue>>;
}): EntityTable<Document> => {
  const { table, kind, noun, columns = {} } = options;
  const extra = Object.keys(columns);
  const all = ['account', 'region', 'name', 'created', 'modified', 'document', ...extra];
  const insertSql = `insert into ${table} (${all.join(', ')}) values (${all.map(() => '?').join(', ')}) on conflict`;
  const updates = all.slice(4).map((column) => `${column} = excluded.${column}`);
  const valuesOf = (owner: Owner, name: string, document: Document): SqlValue[] => [
    ...keyOf(owner, name),
    document.CreationTime!.getTime(),
    document.LastModifiedTime!.getTime(),
    encodeDocument(document),
    ...extra.map((column) => columns[column]!(document)),
  ];
  const arn = (owner: Owner, name: string): string => arnOf(owner, kind, entityKey(name));
  const find: EntityTable<Document>['find'] = (store, owner, name) => {
    const row = store.get<{ document: string }>(`select document from ${table} where ${OWN}`, ...keyOf(owner, name));
    return row && decodeDocument<Document>(row.document);
  };
  return {
    arn,
    find,
    require: (context, name) => {
      const found = find(context.plane.store, context, name);
      if (!found) throw new AwsError('ResourceNotFound', 400, `${noun} '${name}' does not exist.`);
      return found;
    },
    insert: (context, name, document) => {
      if (context.plane.store.run(`${insertSql} do nothing`, ...valuesOf(context, name, document)) > 0) return;
      throw validationException(
        `${noun} names must be unique within an AWS account and region. ${noun} already exists: ${arn(context, name)}`,
      );
    },
    put: (store, owner, name, document) => {
      const conflict = `${insertSql} (account, region, name) do update set ${updates.join(', ')}`;
      store.run(conflict, ...valuesOf(owner, name, document));
    },
    remove: (context, name) =>
      void context.plane.store.run(`delete from ${table} where ${OWN}`, ...keyOf(context, name)),
  };
};

/** The columns that every such table has. */
export const entitySchema = (table: string, columns = ''): string[] => [
  `create table if not exists ${table} (
     id integer primary key, account text not null, region text not null, name text not null,
     created integer not null, modified integer not null, document text not null${columns},
     unique (account, region, name))`,
  `create index if not exists ${table}_created on ${table} (account, region, created, name)`,
];
