/** The table of models: what CreateModel recorded, as DescribeModel answers it. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import type { Output } from '../sagemaker-handler.ts';

export const MODEL_SCHEMA = [
  `create table if not exists sagemaker_model (
     id integer primary key, account text not null, region text not null, name text not null,
     created integer not null, document text not null, unique (account, region, name))`,
  'create index if not exists sagemaker_model_created on sagemaker_model (account, region, created, name)',
];

/** A container made from a model package carries the package's ARN beside what it resolved to. */
export type Model = Output<'DescribeModel'>;

/** @throws AwsError ValidationException when there is none of that name */
export const requireModel = (context: CallContext, name: string): Model => {
  const row = context.plane.store.get<{ document: string }>(
    'select document from sagemaker_model where account = ? and region = ? and name = ?',
    context.accountId,
    context.region,
    name,
  );
  if (!row) throw validationException(`Could not find model "${arnOf(context, 'model', name)}".`);
  return decodeDocument(row.document);
};

/** @throws AwsError ValidationException when the name is taken */
export const insertModel = (context: CallContext, model: Model): void => {
  const added = context.plane.store.run(
    `insert into sagemaker_model (account, region, name, created, document) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
    context.accountId,
    context.region,
    model.ModelName!,
    model.CreationTime!.getTime(),
    encodeDocument(model),
  );
  if (added === 0) throw validationException(`Cannot create already existing model "${model.ModelArn}".`);
};
