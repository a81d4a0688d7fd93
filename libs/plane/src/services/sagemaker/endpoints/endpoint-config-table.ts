/** The table of endpoint configurations: what CreateEndpointConfig recorded, as DescribeEndpointConfig answers it. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import type { Output } from '../sagemaker-handler.ts';

export const ENDPOINT_CONFIG_SCHEMA = [
  `create table if not exists sagemaker_endpoint_config (
     id integer primary key, account text not null, region text not null, name text not null,
     created integer not null, document text not null, unique (account, region, name))`,
  `create index if not exists sagemaker_endpoint_config_created
     on sagemaker_endpoint_config (account, region, created, name)`,
];

export type EndpointConfig = Output<'DescribeEndpointConfig'>;

/** @throws AwsError ValidationException when there is none of that name */
export const requireEndpointConfig = (context: CallContext, name: string): EndpointConfig => {
  const row = context.plane.store.get<{ document: string }>(
    'select document from sagemaker_endpoint_config where account = ? and region = ? and name = ?',
    context.accountId,
    context.region,
    name,
  );
  if (!row) {
    throw validationException(`Could not find endpoint configuration "${arnOf(context, 'endpoint-config', name)}".`);
  }
  return decodeDocument(row.document);
};

/** @throws AwsError ValidationException when the name is taken */
export const insertEndpointConfig = (context: CallContext, config: EndpointConfig): void => {
  const added = context.plane.store.run(
    `insert into sagemaker_endpoint_config (account, region, name, created, document) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
    context.accountId,
    context.region,
    config.EndpointConfigName!,
    config.CreationTime!.getTime(),
    encodeDocument(config),
  );
  if (added === 0) {
    throw validationException(`Cannot create already existing endpoint configuration "${config.EndpointConfigArn}".`);
  }
};
