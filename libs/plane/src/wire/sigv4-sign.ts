/** Signature Version 4, signed: for the plane's own client of its control service. */
import { amzTimestamp } from './sigv4-authorization.ts';
import { canonicalRequest } from './sigv4-canonical.ts';
import { sha256Hex, signingKey, signText, stringToSign } from './sigv4.ts';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface RequestToSign {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: string;
  /** By lower-case name, `host` among them; all are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The headers to send: those given, and what the signature adds. `time` is in milliseconds. */
export const signRequest = (
  request: RequestToSign,
  credentials: SigningCredentials,
  { region, service, time = Date.now() }: { region: string; service: string; time?: number },
): Record<string, string> => {
  const timestamp = amzTimestamp(time);
  const date = timestamp.slice(0, 8);
  const payloadHash = sha256Hex(request.body);
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': timestamp,
    ...(service === 's3' ? { 'x-amz-content-sha256': payloadHash } : {}),
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const signedHeaders = Object.keys(headers).sort().join(';');
  const canonical = canonicalRequest(
    { method: request.method, path: request.path, query: request.query ?? '', headers },
    service,
    signedHeaders,
    payloadHash,
  );
  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = signingKey(credentials.secretAccessKey, date, region, service);
  const signature = signText(key, stringToSign(timestamp, scope, canonical));
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
};
