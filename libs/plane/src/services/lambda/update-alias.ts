/**
 * UpdateAlias: leads an alias elsewhere; the next event goes there.
 * @source docs
 */
import { randomUUID } from 'node:crypto';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { checkedRouting } from './alias-routing.ts';
import { requireAlias, updateAliasRow } from './alias-table.ts';
import { checkRevision } from './errors.ts';
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { provisionAlias } from './provisioned-machine.ts';

export const updateAlias: LambdaHandler<'UpdateAlias'> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const { RoutingConfig: before, ...alias } = requireAlias(context, row, input.Name);
  checkRevision(input.RevisionId, alias.RevisionId!);
  const version = input.FunctionVersion ?? alias.FunctionVersion!;
  const routing = checkedRouting(context, row, version, input.RoutingConfig ?? before);
  const updated: AliasConfiguration = {
    ...alias,
    ...{ FunctionVersion: version, Description: input.Description ?? alias.Description!, RevisionId: randomUUID() },
    ...(routing && { RoutingConfig: routing }),
  };
  updateAliasRow(context.plane.store, row.id, updated);
  provisionAlias(context, row, input.Name);
  return updated;
};
