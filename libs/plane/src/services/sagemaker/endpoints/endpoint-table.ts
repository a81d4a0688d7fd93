/** The table of endpoints: what DescribeEndpoint answers, kept in step with each endpoint's machine. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import type { Store } from '../../../store/store.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf, type Owner } from '../arn.ts';
import type { Endpoint } from './endpoint-summary.ts';

export const ENDPOINT_SCHEMA = [
  `create table if not exists sagemaker_endpoint (
     id integer primary key, account text not null, region text not null, name text not null, status text not null,
     created integer not null, modified integer not null, document text not null, unique (account, region, name))`,
  'create index if not exists sagemaker_endpoint_created on sagemaker_endpoint (account, region, created, name)',
  'create index if not exists sagemaker_endpoint_status on sagemaker_endpoint (account, region, status, name)',
];

const OF_NAME = 'account = ? and region = ? and name = ?';

/** @throws AwsError ValidationException when there is none of that name */
export const requireEndpoint = (context: CallContext, name: string): Endpoint => {
  const row = context.plane.store.get<{ document: string }>(
    `select document from sagemaker_endpoint where ${OF_NAME}`,
    context.accountId,
    context.region,
    name,
  );
  if (!row) throw validationException(`Could not find endpoint "${arnOf(context, 'endpoint', name)}".`);
  return decodeDocument(row.document);
};

/** @throws AwsError ValidationException when the name is taken */
export const insertEndpoint = (context: CallContext, endpoint: Endpoint): void => {
  const added = context.plane.store.run(
    `insert into sagemaker_endpoint (account, region, name, status, created, modified, document)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    context.accountId,
    context.region,
    endpoint.EndpointName!,
    endpoint.EndpointStatus!,
    endpoint.CreationTime!.getTime(),
    endpoint.LastModifiedTime!.getTime(),
    encodeDocument(endpoint),
  );
  if (added === 0) throw validationException(`Cannot create already existing endpoint "${endpoint.EndpointArn}".`);
};

export const updateEndpointRow = (store: Store, owner: Owner, endpoint: Endpoint): void => {
  store.run(
    `update sagemaker_endpoint set status = ?, modified = ?, document = ? where ${OF_NAME}`,
    endpoint.EndpointStatus!,
    endpoint.LastModifiedTime!.getTime(),
    encodeDocument(endpoint),
    owner.accountId,
    owner.region,
    endpoint.EndpointName!,
  );
};

export const deleteEndpointRow = (store: Store, owner: Owner, name: string): void => {
  store.run(`delete from sagemaker_endpoint where ${OF_NAME}`, owner.accountId, owner.region, name);
};

/** Every endpoint of the plane, whose ever it is. */
export const allEndpoints = (store: Store): (Owner & { readonly name: string })[] =>
  store
    .all<{ account: string; region: string; name: string }>('select account, region, name from sagemaker_endpoint')
    .map(({ account, region, name }) => ({ accountId: account, region, name }));
