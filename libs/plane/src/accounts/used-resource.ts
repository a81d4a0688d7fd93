/** Which resource a call is about, as IAM names it: an ARN wherever the input names one, as its service's model tells. */
import type { OperationModel, ServiceModel } from '../models/service-model.ts';

export interface UsedResourceScope {
  readonly accountId: string;
  readonly region: string;
}

/** IAM's prefixes that are not the names that services sign with. */
const ACTION_PREFIXES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** `sagemaker:CreateModel`, as policies name it. */
export const usedAction = ({ signingName }: ServiceModel, operation: string): string =>
  `${ACTION_PREFIXES[signingName] ?? signingName}:${operation}`;

type Input = Readonly<Record<string, unknown>>;

/** Resource types that are not the member's name in kebab case. */
const SAGEMAKER_TYPES: Readonly<Record<string, string>> = {
  Trial: 'experiment-trial',
  TrialComponent: 'experiment-trial-component',
};

const kebab = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, '-$&').toLowerCase();

/** The ARN that a member's value is, or names; undefined when it is something else. */
const arnOf = (model: ServiceModel, member: string, value: string, scope: UsedResourceScope): string | undefined => {
  if (value.startsWith('arn:')) return value;
  const { accountId, region } = scope;
  if (model.signingName === 'logs') {
    return member === 'logGroupName' ? `arn:aws:logs:${region}:${accountId}:log-group:${value}` : undefined;
  }
  if (model.signingName === 'dynamodb') {
    return member === 'TableName' ? `arn:aws:dynamodb:${region}:${accountId}:table/${value}` : undefined;
  }
  const [, thing] = /^(\w+)Name$/.exec(member) ?? [];
  if (model.signingName !== 'sagemaker' || thing === undefined) return undefined;
  return `arn:aws:sagemaker:${region}:${accountId}:${SAGEMAKER_TYPES[thing] ?? kebab(thing)}/${value.toLowerCase()}`;
};

/**
 * The resource of a call, `*` when its input names none. Objects of a bucket are one resource, as grants name them:
 * `arn:aws:s3:::bucket/*`.
 */
export const usedResource = (
  model: ServiceModel,
  operation: OperationModel,
  input: Input,
  scope: UsedResourceScope,
): string => {
  if (model.id === 's3') {
    const bucket = input['Bucket'];
    if (typeof bucket !== 'string') return '*';
    return `arn:aws:s3:::${bucket}${input['Key'] === undefined && input['Delete'] === undefined ? '' : '/*'}`;
  }
  const shape = operation.input === undefined ? undefined : model.shapes[operation.input];
  if (shape?.type !== 'structure') return '*';
  for (const member of shape.required ?? []) {
    const value = input[member];
    const arn = typeof value === 'string' ? arnOf(model, member, value, scope) : undefined;
    if (arn !== undefined) return arn;
  }
  return '*';
};
