/**
 * GetPolicy: the resource policy of a function, a version or an alias.
 * @source docs
 */
import { notFound } from './errors.ts';
import { functionReference } from './function-name.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { requirePolicyOwner } from './policy-owner.ts';
import { findPolicy, policyText } from './policy-table.ts';

export const getPolicy: LambdaHandler<'GetPolicy'> = (input, context) => {
  const { name, qualifier } = functionReference(context, input.FunctionName, input.Qualifier);
  const row = requirePolicyOwner(context, name, qualifier);
  const policy = findPolicy(context.plane.store, row.id, qualifier);
  if (!policy) throw notFound('The resource you requested does not exist.');
  return { Policy: policyText(policy), RevisionId: policy.revision };
};
