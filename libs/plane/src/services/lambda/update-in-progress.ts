/** A function has one update at a time. */
import type { CallContext } from '../../service.ts';
import { conflict } from './errors.ts';
import { functionArn } from './function-name.ts';
import type { FunctionDocument } from './function-table.ts';

/** @throws AwsError ResourceConflictException */
export const checkNoUpdate = (
  context: CallContext,
  { FunctionName, State, LastUpdateStatus }: FunctionDocument,
): void => {
  if (State === 'Pending') {
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
  if (LastUpdateStatus === 'InProgress') {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn(context, FunctionName!)}`,
    );
  }
};
