/**
 * Who signed a request to a route that asks for IAM: Signature Version 4 for the service `execute-api`.
 * @source docs
 * @source unverified - 403 `{"message":"Forbidden"}` for every fault of a signature
 */
import type { Principal } from '../../../service.ts';
import { parseAuthorization, type SignedRequest } from '../../../wire/sigv4-authorization.ts';
import { AuthFault } from '../../../wire/sigv4-fault.ts';
import { sha256Hex, type SignatureVerifier } from '../../../wire/sigv4.ts';
import type { ServedApi } from './served-api.ts';

/** The caller of the API's own account; undefined when the request is not signed, or not by such a one. */
export const signedBy = (
  verifier: SignatureVerifier,
  { accountId, region }: ServedApi,
  request: SignedRequest,
  body: Buffer,
): Principal | undefined => {
  try {
    const authorization = parseAuthorization(request);
    if (authorization.service !== 'execute-api' || authorization.region !== region) return undefined;
    const credential = verifier.identify(authorization);
    verifier.verify(authorization, credential, request, sha256Hex(body));
    // Policies of HTTP APIs do not exist: another account must assume a role of this one.
    return credential.principal.accountId === accountId ? credential.principal : undefined;
  } catch (error) {
    if (error instanceof AuthFault) return undefined;
    throw error;
  }
};
