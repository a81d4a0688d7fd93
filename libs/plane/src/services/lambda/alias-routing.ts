/** The rules of an alias: what it may lead to, and with which weights. */
import type { AliasRoutingConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../service.ts';
import { invalidParameter, notFound } from './errors.ts';
import { functionArn, LATEST } from './function-name.ts';
import { documentOf, findVersion, type FunctionRow } from './function-table.ts';

/**
 * The weights as the alias keeps them: none when there are none.
 * @source docs - configuration-aliases: at most two versions, both published, of one role
 * @source unverified - the texts
 * @throws AwsError ResourceNotFoundException, InvalidParameterValueException
 */
export const checkedRouting = (
  context: CallContext,
  row: FunctionRow,
  version: string,
  routing: AliasRoutingConfiguration | undefined,
): AliasRoutingConfiguration | undefined => {
  const { store } = context.plane;
  const main = findVersion(store, row.id, version);
  if (!main) throw notFound(`Function not found: ${functionArn(context, row.name, version)}`);
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  if (weights.length === 0) return undefined;
  if (weights.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  if (version === LATEST) {
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  const [[other]] = weights as [[string, number]];
  if (other === version)
    throw invalidParameter(
      `Invalid function version ${other}. Function version ${other} is already included in routing configuration.`,
    );
  const second = findVersion(store, row.id, other);
  if (!second) throw notFound(`Function not found: ${functionArn(context, row.name, other)}`);
  if (documentOf(second).Role !== documentOf(main).Role) {
    throw invalidParameter('Function versions with different execution roles cannot be used in one alias.');
  }
  return { AdditionalVersionWeights: Object.fromEntries(weights) };
};
