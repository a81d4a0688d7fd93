/**
 * UpdateFunctionConfiguration: other settings for `$LATEST`; environments that run the old ones end.
 * @source docs
 */
import { randomUUID } from 'node:crypto';
import { checkRevision } from './errors.ts';
import { functionReference } from './function-name.ts';
import { changedSettings, checkSettings } from './function-settings.ts';
import { makeReady } from './function-state.ts';
import {
  configurationOf,
  documentOf,
  requireFunction,
  requireVersion,
  updateVersion,
  type FunctionDocument,
} from './function-table.ts';
import { lambdaTime } from './lambda-time.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { checkNoUpdate } from './update-in-progress.ts';

const OPERATION = 'UpdateFunctionConfiguration';

export const updateFunctionConfiguration: LambdaHandler<typeof OPERATION> = (input, context) => {
  checkSettings(OPERATION, input, context.accountId);
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const latest = requireVersion(context, row);
  const document = documentOf(latest);
  checkNoUpdate(context, document);
  checkRevision(input.RevisionId, document.RevisionId!);
  const updated: FunctionDocument = {
    ...document,
    ...changedSettings(input),
    ...{ RevisionId: randomUUID(), LastModified: lambdaTime(context.now()), LastUpdateStatus: 'InProgress' },
    LastUpdateStatusReason: 'The function is being created.',
  };
  updateVersion(context.plane.store, latest.id, latest.code, updated);
  makeReady(context, row.id, latest.code);
  return configurationOf(context, updated);
};
