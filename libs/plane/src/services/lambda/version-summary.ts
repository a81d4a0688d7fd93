/** A version as lists show it: without what changes by the second. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../service.ts';
import { configurationOf, documentOf, type VersionRow } from './function-table.ts';
import { without } from './without.ts';

export const versionSummary = (context: CallContext, row: VersionRow, qualified: boolean): FunctionConfiguration => {
  const kept = without(
    documentOf(row),
    ...(['State', 'StateReason', 'StateReasonCode'] as const),
    ...(['LastUpdateStatus', 'LastUpdateStatusReason', 'LastUpdateStatusReasonCode'] as const),
  );
  return configurationOf(context, kept, qualified ? row.version : undefined);
};
