/**
 * RemovePermission: takes a statement out of a resource policy.
 * @source docs
 * @source unverified - the text for a statement that is not there
 */
import { checkRevision, notFound } from './errors.ts';
import { functionReference } from './function-name.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { requirePolicyOwner } from './policy-owner.ts';
import { findPolicy, putPolicy } from './policy-table.ts';

export const removePermission: LambdaHandler<'RemovePermission'> = (input, context) => {
  const { name, qualifier } = functionReference(context, input.FunctionName, input.Qualifier);
  const row = requirePolicyOwner(context, name, qualifier);
  const { store } = context.plane;
  const policy = findPolicy(store, row.id, qualifier);
  const left = policy?.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (!policy || !left || left.length === policy.statements.length) {
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  checkRevision(input.RevisionId, policy.revision);
  putPolicy(store, row.id, qualifier, left);
  return {};
};
