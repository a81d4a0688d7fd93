/** A version as lists show it: without what changes by the second. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../service.ts';
import { configurationOf, documentOf, type VersionRow } from './function-table.ts';

export const versionSummary = (context: CallContext, row: VersionRow, qualified: boolean): FunctionConfiguration => {
  const { State: _s, StateReason: _sr, StateReasonCode: _sc, LastUpdateStatus: _l, ...document } = documentOf(row);
  const { LastUpdateStatusReason: _lr, LastUpdateStatusReasonCode: _lc, ...kept } = document;
  return configurationOf(context, kept, qualified ? row.version : undefined);
};
