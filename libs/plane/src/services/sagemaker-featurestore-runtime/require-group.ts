/** The feature group whose records an operation reads or writes, by name or ARN. */
import { compiledFeatureGroup, type CompiledFeatureGroup } from '../../feature-store/compiled-feature-group.ts';
import { featureGroupMissing, validationError } from '../../feature-store/feature-group-errors.ts';
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';

const ARN = /^arn:aws[a-z-]*:sagemaker:([a-z0-9-]*):(\d{12}):feature-group\/(.+)$/;

const nameOf = (nameOrArn: string, context: CallContext): string => {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const [, region, account, name] = ARN.exec(nameOrArn)!;
  if (account !== context.accountId || region !== context.region) {
    throw new AwsError(
      'AccessForbidden',
      403,
      `User: ${context.principal.arn} is not authorized to access FeatureGroup ${nameOrArn}`,
    );
  }
  return name!;
};

/** Writes answer an unknown group as bad input, reads as one that is missing: that is how AWS models them. */
type Missing = (message: string) => AwsError;

export const resourceNotFound: Missing = (message) => new AwsError('ResourceNotFound', 404, message);

export const missingOnWrite: Missing = (message) => new AwsError('ValidationError', 400, message);

/**
 * @throws AwsError `missing`, AccessForbidden for an ARN of another account, ValidationError for a group that is not there yet or no more
 * @source docs - the text for a group that is missing, as users report it of PutRecord
 * @source unverified - the text for a group that is being made or deleted
 */
export const requireGroup = (context: CallContext, nameOrArn: string, missing: Missing): CompiledFeatureGroup => {
  const name = nameOf(nameOrArn, context);
  const group = compiledFeatureGroup(context.plane.store, context, name);
  if (!group) throw missing(featureGroupMissing(name));
  if (group.status !== 'Created') throw validationError(`FeatureGroup ${name} is in status ${group.status}.`);
  return group;
};

/**
 * A group that has an online store.
 * @throws AwsError ValidationError when it has none
 * @source unverified - the text
 */
export const requireOnline = (context: CallContext, nameOrArn: string, missing: Missing): CompiledFeatureGroup => {
  const group = requireGroup(context, nameOrArn, missing);
  if (!group.online) throw validationError(`The OnlineStore of FeatureGroup ${group.name} is not enabled.`);
  return group;
};
