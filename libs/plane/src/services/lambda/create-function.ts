/**
 * CreateFunction: a function and its package; it is Pending until its code is unpacked.
 * @source docs - API_CreateFunction, limits
 */
import { randomUUID } from 'node:crypto';
import { codeSha256 } from './code/code-files.ts';
import { conflict, invalidParameter } from './errors.ts';
import { takeCode } from './function-code.ts';
import { functionReference, LATEST } from './function-name.ts';
import { changedSettings, checkSettings, defaultSettings } from './function-settings.ts';
import { makeReady } from './function-state.ts';
import {
  configurationOf,
  findFunction,
  insertFunction,
  insertVersion,
  type FunctionDocument,
} from './function-table.ts';
import { lambdaTime } from './lambda-time.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { checkTags } from './tags.ts';
import { refuseMembers, unsupported } from './unsupported.ts';

const OPERATION = 'CreateFunction';

export const createFunction: LambdaHandler<typeof OPERATION> = async (input, context) => {
  refuseMembers(OPERATION, input, ['CodeSigningConfigArn', 'TenancyConfig', 'PublishTo']);
  refuseMembers(OPERATION, input.Code, ['ImageUri', 'SourceKMSKeyArn']);
  if (input.PackageType === 'Image') throw unsupported(OPERATION, 'PackageType Image');
  checkSettings(OPERATION, input, context.accountId);
  if (input.Runtime === undefined || input.Handler === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  checkTags(input.Tags ?? {});
  const { name } = functionReference(context, input.FunctionName);
  const { store } = context.plane;
  if (findFunction(store, context, name)) throw conflict(`Function already exist: ${name}`);
  const { code, size } = await takeCode(input.Code, context);
  const document: FunctionDocument = {
    ...defaultSettings(name),
    ...changedSettings(input),
    ...{ FunctionName: name, CodeSize: size, CodeSha256: codeSha256(code), Version: LATEST, RevisionId: randomUUID() },
    Architectures: input.Architectures ?? ['x86_64'],
    ...{ State: 'Pending', StateReason: 'The function is being created.', StateReasonCode: 'Creating' },
    LastUpdateStatus: 'InProgress',
    LastModified: lambdaTime(context.now()),
  };
  return store.transaction(() => {
    const row = insertFunction(context, name, input.Tags ?? {});
    insertVersion(context, row, { code, document, running: null });
    let shown: FunctionDocument = document;
    if (input.Publish) {
      shown = { ...document, Version: '1', RevisionId: randomUUID() };
      insertVersion(context, row, { code, document: shown, running: null });
      store.run('update lambda_function set next_version = 2 where id = ?', row.id);
    }
    makeReady(context, row.id, code);
    return configurationOf(context, shown, input.Publish ? '1' : undefined);
  });
};
