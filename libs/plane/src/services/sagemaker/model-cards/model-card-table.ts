/** The tables of model cards: the newest version of each, as DescribeModelCard answers it, and every version. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import type { Output } from '../sagemaker-handler.ts';

const COLUMNS = `account text not null, region text not null, name text not null, version integer not null,
     status text not null, created integer not null, modified integer not null, document text not null`;

export const MODEL_CARD_SCHEMA = [
  `create table if not exists sagemaker_model_card (
     id integer primary key, ${COLUMNS}, unique (account, region, name))`,
  'create index if not exists sagemaker_model_card_created on sagemaker_model_card (account, region, created, name)',
  `create table if not exists sagemaker_model_card_version (
     id integer primary key, ${COLUMNS}, unique (account, region, name, version))`,
];

export type ModelCard = Output<'DescribeModelCard'>;

const notFound = (context: CallContext, name: string): AwsError =>
  new AwsError('ResourceNotFound', 400, `Model Card ${arnOf(context, 'model-card', name)} does not exist.`);

/** @throws AwsError ResourceNotFound when there is no such card, or it has no such version */
export const requireModelCard = (context: CallContext, name: string, version?: number): ModelCard => {
  const owned = [context.accountId, context.region, name];
  const row =
    version === undefined
      ? context.plane.store.get<{ document: string }>(
          'select document from sagemaker_model_card where account = ? and region = ? and name = ?',
          ...owned,
        )
      : context.plane.store.get<{ document: string }>(
          `select document from sagemaker_model_card_version
           where account = ? and region = ? and name = ? and version = ?`,
          ...owned,
          version,
        );
  if (!row) throw notFound(context, name);
  return decodeDocument(row.document);
};

/** @throws AwsError ConflictException when the name is taken */
export const insertModelCard = (context: CallContext, card: ModelCard): void => {
  if (insertInto('sagemaker_model_card', context, card) === 0) {
    throw new AwsError('ConflictException', 400, `Model Card already exists: ${card.ModelCardArn}`);
  }
  insertInto('sagemaker_model_card_version', context, card);
};

/** Keeps a change: of the version that is there, or as a new version. */
export const updateModelCard = (context: CallContext, card: ModelCard): void => {
  const { store } = context.plane;
  const changed = [
    card.ModelCardVersion!,
    card.ModelCardStatus!,
    card.LastModifiedTime!.getTime(),
    encodeDocument(card),
  ];
  const owned = [context.accountId, context.region, card.ModelCardName!, card.ModelCardVersion!];
  store.run(
    `update sagemaker_model_card set version = ?, status = ?, modified = ?, document = ?
     where account = ? and region = ? and name = ?`,
    ...changed,
    ...owned.slice(0, 3),
  );
  const replaced = store.run(
    `update sagemaker_model_card_version set version = ?, status = ?, modified = ?, document = ?
     where account = ? and region = ? and name = ? and version = ?`,
    ...changed,
    ...owned,
  );
  if (replaced === 0) insertInto('sagemaker_model_card_version', context, card, card.LastModifiedTime);
};

export const deleteModelCardRows = (context: CallContext, name: string): void => {
  for (const table of ['sagemaker_model_card', 'sagemaker_model_card_version']) {
    context.plane.store.run(
      `delete from ${table} where account = ? and region = ? and name = ?`,
      context.accountId,
      context.region,
      name,
    );
  }
};

/** `created` of a version is its own; the document tells the card's. Answers how many rows were added: none when it is there. */
const insertInto = (table: string, context: CallContext, card: ModelCard, created = card.CreationTime!): number =>
  context.plane.store.run(
    `insert into ${table} (account, region, name, version, status, created, modified, document)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    context.accountId,
    context.region,
    card.ModelCardName!,
    card.ModelCardVersion!,
    card.ModelCardStatus!,
    created.getTime(),
    card.LastModifiedTime!.getTime(),
    encodeDocument(card),
  );
