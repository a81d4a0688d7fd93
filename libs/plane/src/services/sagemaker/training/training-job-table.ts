/** The table of training jobs: what DescribeTrainingJob answers, kept in step with the job's machine. */
import type { Owner } from '../arn.ts';
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import type { Store } from '../../../store/store.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { Output } from '../sagemaker-handler.ts';

export const TRAINING_JOB_SCHEMA = [
  `create table if not exists sagemaker_training_job (
     id integer primary key, account text not null, region text not null, name text not null, status text not null,
     created integer not null, modified integer not null, document text not null, unique (account, region, name))`,
  'create index if not exists sagemaker_training_job_created on sagemaker_training_job (account, region, created, name)',
  'create index if not exists sagemaker_training_job_status on sagemaker_training_job (account, region, status, name)',
];

export type TrainingJob = Output<'DescribeTrainingJob'>;

const COLUMNS = 'account = ? and region = ? and name = ?';

/** @throws AwsError ResourceInUse when the name is taken */
export const insertTrainingJob = (context: CallContext, job: TrainingJob): void => {
  const added = context.plane.store.run(
    `insert into sagemaker_training_job (account, region, name, status, created, modified, document)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    context.accountId,
    context.region,
    job.TrainingJobName!,
    job.TrainingJobStatus!,
    job.CreationTime!.getTime(),
    job.LastModifiedTime!.getTime(),
    encodeDocument(job),
  );
  if (added === 0) {
    const message = `Job name must be unique within an AWS account and region, and a job with this name already exists (${job.TrainingJobArn})`;
    throw new AwsError('ResourceInUse', 400, message);
  }
};

/** @throws AwsError ValidationException when there is none of that name */
export const requireTrainingJob = (context: CallContext, name: string): TrainingJob => {
  const row = context.plane.store.get<{ document: string }>(
    `select document from sagemaker_training_job where ${COLUMNS}`,
    context.accountId,
    context.region,
    name,
  );
  if (!row) throw new AwsError('ValidationException', 400, 'Requested resource not found.');
  return decodeDocument(row.document);
};

export const updateTrainingJob = (store: Store, owner: Owner, job: TrainingJob): void => {
  store.run(
    `update sagemaker_training_job set status = ?, modified = ?, document = ? where ${COLUMNS}`,
    job.TrainingJobStatus!,
    job.LastModifiedTime!.getTime(),
    encodeDocument(job),
    owner.accountId,
    owner.region,
    job.TrainingJobName!,
  );
};
