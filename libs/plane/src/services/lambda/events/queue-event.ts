import type { CallContext } from '../../../service.ts';
import type { FunctionReference } from '../function-name.ts';
import type { FunctionRow } from '../function-table.ts';
import { unsupported } from '../unsupported.ts';
export const queueEvent = (
  _context: CallContext,
  _row: FunctionRow,
  _reference: FunctionReference,
  _event: Uint8Array,
  _clientContext?: string,
): void => {
  throw unsupported('Invoke', 'InvocationType Event');
};
