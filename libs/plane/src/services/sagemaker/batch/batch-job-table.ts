/** The tables of batch jobs: what Describe answers of each, kept in step with the job's machine. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import type { Store } from '../../../store/store.ts';
import { AwsError, validationException } from '../../../wire/aws-error.ts';
import type { Owner } from '../arn.ts';

/** What the columns hold of a job. */
export interface JobColumns {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly created: Date;
  readonly modified: Date;
}

export interface BatchJobTable<Job extends object> {
  readonly name: string;
  readonly schema: readonly string[];
  /** @throws AwsError ResourceInUse when the name is taken */
  insert(context: CallContext, job: Job, now: Date): void;
  /** @throws AwsError ValidationException when there is none of that name */
  require(context: CallContext, name: string): Job;
  update(store: Store, owner: Owner, job: Job, now: Date): void;
}

const WHERE = 'account = ? and region = ? and name = ?';

export const batchJobTable = <Job extends object>(
  table: string,
  columnsOf: (job: Job) => Omit<JobColumns, 'modified'>,
): BatchJobTable<Job> => ({
  name: table,
  schema: [
    `create table if not exists ${table} (
       id integer primary key, account text not null, region text not null, name text not null, status text not null,
       created integer not null, modified integer not null, document text not null, unique (account, region, name))`,
    `create index if not exists ${table}_created on ${table} (account, region, created, name)`,
    `create index if not exists ${table}_status on ${table} (account, region, status, name)`,
  ],
  insert: (context, job, now) => {
    const { name, arn, status, created } = columnsOf(job);
    const added = context.plane.store.run(
      `insert into ${table} (account, region, name, status, created, modified, document) values (?, ?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
      context.accountId,
      context.region,
      name,
      status,
      created.getTime(),
      now.getTime(),
      encodeDocument(job),
    );
    if (added > 0) return;
    const message = `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`;
    throw new AwsError('ResourceInUse', 400, message);
  },
  require: (context, name) => {
    const row = context.plane.store.get<{ document: string }>(
      `select document from ${table} where ${WHERE}`,
      context.accountId,
      context.region,
      name,
    );
    if (!row) throw validationException(`Could not find requested job with name: ${name}`);
    return decodeDocument<Job>(row.document);
  },
  update: (store, owner, job, now) => {
    const { name, status } = columnsOf(job);
    store.run(
      `update ${table} set status = ?, modified = ?, document = ? where ${WHERE}`,
      status,
      now.getTime(),
      encodeDocument(job),
      owner.accountId,
      owner.region,
      name,
    );
  },
});
