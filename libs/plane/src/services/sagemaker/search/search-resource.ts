/** What Search must know of a kind of resource: where its rows are, and how one becomes a record. */
import type { SearchRecord, Tag } from '@aws-sdk/client-sagemaker';
import type { Store } from '../../../store/store.ts';
import { decodeDocument } from '../../../store/document.ts';
import type { ResourceKind } from '../arn.ts';
import { tagsByArn } from '../tags/tag-table.ts';

export interface ResourceRow {
  readonly id: number;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly document: string;
}

/** A table whose changes change records of the resource. */
export interface Watch {
  readonly table: string;
  /** Selects the keys of the resource's rows that a row of `table` belongs to. */
  readonly keys: (row: 'new' | 'old') => string;
}

export interface SearchResource<Row extends ResourceRow = ResourceRow> {
  /** The member of SearchRecord that holds such a record. */
  readonly member: Exclude<keyof SearchRecord, '$unknown'>;
  /** The shape of the record in the service's model. */
  readonly shape: string;
  readonly table: string;
  /** Columns of the table that {@link records} reads beside those of {@link ResourceRow}. */
  readonly columns?: readonly (keyof Row & string)[];
  /** Tables beside the resource's own. */
  readonly watches: readonly Watch[];
  /** The records of rows of any owners, in their order; a batch costs each side table one read. */
  records(rows: readonly Row[], store: Store): object[];
}

/** The tags of a resource, which are kept by its ARN; `column` is what follows the kind in the ARN. */
export const tagWatch = (table: string, kind: ResourceKind, column = 'name'): Watch => ({
  table: 'sagemaker_tag',
  keys: (row) =>
    `select id from ${table} where account = ${row}.account and region = ${row}.region
       and ${row}.arn = 'arn:aws:sagemaker:' || region || ':' || account || ':${kind}/' || ${column}
       and ${column} = substr(${row}.arn, length('arn:aws:sagemaker:' || ${row}.region || ':' || ${row}.account || ':${kind}/') + 1)`,
});

/** Resources as they are described, each with the tags of its ARN. */
export const tagged = <Document extends object>(
  documents: readonly Document[],
  store: Store,
  arnOf: (document: Document) => string | undefined,
): (Document & { Tags: Tag[] })[] => {
  const arns = documents.map((each) => arnOf(each)!);
  const tags = tagsByArn(store, arns);
  return documents.map((document, index) => ({ ...document, Tags: tags.get(arns[index]!) ?? [] }));
};

export const documentsOf = <Document>(rows: readonly ResourceRow[]): Document[] =>
  rows.map(({ document }) => decodeDocument<Document>(document));
