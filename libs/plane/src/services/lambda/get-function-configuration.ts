/**
 * GetFunctionConfiguration: a version's settings.
 * @source docs
 */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../service.ts';
import { findAlias } from './alias-table.ts';
import { functionReference, LATEST, type FunctionReference } from './function-name.ts';
import { configurationOf, documentOf, requireFunction, requireVersion } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';

/** The version that a reference leads to, an alias's main one, and its configuration as an answer shows it. */
export const namedConfiguration = (context: CallContext, { name, qualifier }: FunctionReference) => {
  const row = requireFunction(context, name, qualifier);
  const alias = qualifier === undefined ? undefined : findAlias(context.plane.store, row.id, qualifier);
  const version = requireVersion(context, row, alias?.FunctionVersion ?? qualifier ?? LATEST);
  const configuration: FunctionConfiguration = configurationOf(context, documentOf(version), qualifier);
  return { row, version, configuration };
};

export const getFunctionConfiguration: LambdaHandler<'GetFunctionConfiguration'> = (input, context) =>
  namedConfiguration(context, functionReference(context, input.FunctionName, input.Qualifier)).configuration;
