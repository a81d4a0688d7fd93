/**
 * PublishVersion: keeps `$LATEST` as it is under the next number; nothing new when it has not changed since the last one.
 * @source docs - API_PublishVersion; error texts from reports of Lambda's answers
 */
import { randomUUID } from 'node:crypto';
import type { CallContext } from '../../service.ts';
import { decodeDocument } from '../../store/document.ts';
import { checkRevision, invalidParameter } from './errors.ts';
import { functionReference } from './function-name.ts';
import {
  configurationOf,
  documentOf,
  findFunction,
  findVersion,
  insertVersion,
  requireFunction,
  requireVersion,
  type FunctionDocument,
  type FunctionRow,
  type RunningDocument,
} from './function-table.ts';
import { lambdaTime } from './lambda-time.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { refuseMembers } from './unsupported.ts';
import { checkNoUpdate } from './update-in-progress.ts';
import { without } from './without.ts';

const OPERATION = 'PublishVersion';

/** What a version is of, without what differs between versions alike. */
const contentOf = (document: FunctionDocument): string => {
  const rest = without(
    document,
    ...(['Version', 'RevisionId', 'LastModified', 'State', 'StateReason', 'StateReasonCode'] as const),
    ...(['LastUpdateStatus', 'LastUpdateStatusReason', 'LastUpdateStatusReasonCode'] as const),
  );
  return JSON.stringify(Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1)));
};

/** Publishes within the caller's transaction. */
export const publish = (context: CallContext, row: FunctionRow, description?: string): FunctionDocument => {
  const { store } = context.plane;
  const latest = requireVersion(context, row);
  const document: FunctionDocument = {
    ...documentOf(latest),
    ...(description !== undefined && { Description: description }),
  };
  const next = findFunction(store, context, row.name)!.next_version;
  const last = next > 1 ? findVersion(store, row.id, String(next - 1)) : undefined;
  if (last && contentOf(documentOf(last)) === contentOf(document)) return documentOf(last);
  const published = {
    ...document,
    ...{ Version: String(next), RevisionId: randomUUID(), LastModified: lambdaTime(context.now()) },
  };
  const running =
    latest.running === null || document.LastUpdateStatus !== 'Successful'
      ? null
      : { ...decodeDocument<RunningDocument>(latest.running), document: published };
  insertVersion(context, row, { code: latest.code, document: published, running });
  store.run('update lambda_function set next_version = ? where id = ?', next + 1, row.id);
  return published;
};

export const publishVersion: LambdaHandler<typeof OPERATION> = (input, context) => {
  refuseMembers(OPERATION, input, ['PublishTo']);
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const document = documentOf(requireVersion(context, row));
  checkNoUpdate(context, document);
  checkRevision(input.RevisionId, document.RevisionId!);
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== document.CodeSha256) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${document.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const published = publish(context, row, input.Description);
  return configurationOf(context, published, published.Version);
};
