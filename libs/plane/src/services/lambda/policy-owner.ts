/** The function, version or alias that a resource policy is of. */
import type { CallContext } from '../../service.ts';
import { findAlias } from './alias-table.ts';
import { functionNotFound, invalidParameter } from './errors.ts';
import { functionArn, LATEST } from './function-name.ts';
import { findVersion, requireFunction, type FunctionRow } from './function-table.ts';

/** @throws AwsError ResourceNotFoundException */
export const requirePolicyOwner = (context: CallContext, name: string, qualifier?: string): FunctionRow => {
  if (qualifier === LATEST) {
    throw invalidParameter('We currently do not support adding policies for $LATEST.');
  }
  const row = requireFunction(context, name, qualifier);
  if (qualifier === undefined) return row;
  const { store } = context.plane;
  if (findAlias(store, row.id, qualifier) || findVersion(store, row.id, qualifier)) return row;
  throw functionNotFound(functionArn(context, name, qualifier));
};
