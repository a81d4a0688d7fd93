/**
 * CreateAlias: a name for a version, or for two by weight.
 * @source docs
 */
import { randomUUID } from 'node:crypto';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { checkedRouting } from './alias-routing.ts';
import { insertAlias } from './alias-table.ts';
import { functionArn, functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';

export const createAlias: LambdaHandler<'CreateAlias'> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const routing = checkedRouting(context, row, input.FunctionVersion, input.RoutingConfig);
  const alias: AliasConfiguration = {
    AliasArn: functionArn(context, name, input.Name),
    ...{ Name: input.Name, FunctionVersion: input.FunctionVersion, Description: input.Description ?? '' },
    ...(routing && { RoutingConfig: routing }),
    RevisionId: randomUUID(),
  };
  insertAlias(context, row, alias);
  return alias;
};
