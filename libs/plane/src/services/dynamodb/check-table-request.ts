/** Checks what is asked of a table in DynamoDB's words. */
import { checkRequest, type DynaliteStore, type Json } from './dynalite.ts';

/** The checks of tables look at the request alone. */
const NO_STORE = {} as DynaliteStore;

/** @throws AwsError ValidationException */
export const checkTableRequest = (operation: string, input: object): void => {
  checkRequest(operation, structuredClone(input) as Json, NO_STORE);
};
