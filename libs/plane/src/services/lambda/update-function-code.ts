/**
 * UpdateFunctionCode: another package for `$LATEST`; until it is unpacked, invocations run the one before.
 * @source docs
 */
import { randomUUID } from 'node:crypto';
import type { CallContext } from '../../service.ts';
import { codeSha256 } from './code/code-files.ts';
import { checkRevision } from './errors.ts';
import { takeCode } from './function-code.ts';
import { functionReference, LATEST } from './function-name.ts';
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
import { publish } from './publish-version.ts';
import { refuseMembers } from './unsupported.ts';
import { checkNoUpdate } from './update-in-progress.ts';

const OPERATION = 'UpdateFunctionCode';

const admit = (context: CallContext, name: string, revision: string | undefined) => {
  const row = requireFunction(context, name);
  const latest = requireVersion(context, row, LATEST);
  const document = documentOf(latest);
  checkNoUpdate(context, document);
  checkRevision(revision, document.RevisionId!);
  return { row, latest, document };
};

export const updateFunctionCode: LambdaHandler<typeof OPERATION> = async (input, context) => {
  refuseMembers(OPERATION, input, ['ImageUri', 'SourceKMSKeyArn', 'PublishTo']);
  const { name } = functionReference(context, input.FunctionName);
  admit(context, name, input.RevisionId);
  const { code, size } = await takeCode(input, context);
  return context.plane.store.transaction(() => {
    const { row, latest, document } = admit(context, name, input.RevisionId); // much may have happened while the bytes came
    const updated: FunctionDocument = {
      ...document,
      ...{ CodeSha256: codeSha256(code), CodeSize: size, RevisionId: randomUUID() },
      ...(input.Architectures && { Architectures: input.Architectures }),
      ...{ LastModified: lambdaTime(context.now()), LastUpdateStatus: 'InProgress' },
      ...{ LastUpdateStatusReason: 'The function is being created.' },
    };
    if (input.DryRun) return configurationOf(context, updated);
    updateVersion(context.plane.store, latest.id, code, updated);
    const published = input.Publish ? publish(context, row) : undefined;
    makeReady(context, row.id, code);
    return configurationOf(context, published ?? updated, published?.Version);
  });
};
