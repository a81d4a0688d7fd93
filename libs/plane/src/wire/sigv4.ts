/** Signature Version 4, verified: who signed a request, whether the signature is fresh, and whether it is right. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../service.ts';
import { amzTimestamp, parseAmzTimestamp, type Authorization, type SignedRequest } from './sigv4-authorization.ts';
import { canonicalRequest } from './sigv4-canonical.ts';
import { HmacKey } from './hmac-key.ts';
import { AuthFault } from './sigv4-fault.ts';

export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** Set on temporary credentials; `expires` is wall time in milliseconds. */
  readonly session?: { readonly token: string; readonly expires: number };
}

/** What a verified signature signs further with: the chunks of a streamed body. */
export interface SigningContext {
  readonly key: HmacKey;
  readonly timestamp: string;
  /** `<date>/<region>/<service>/aws4_request`. */
  readonly scope: string;
  readonly signature: string;
}

export const EMPTY_HASH = hash('sha256', '', 'hex');
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

const MINUTE_MS = 60_000;
const skewMinutes = (service: string): number => (service === 's3' ? 15 : 5);

export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** HMAC-SHA256 of a text that holds one character per byte, in hexadecimal. */
export const signText = (key: HmacKey, text: string): string => key.sign(text);

export const sameSignature = (expected: string, given: string): boolean =>
  expected.length === given.length && timingSafeEqual(Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1'));

/** The key that signs for one day, region and service. */
export const signingKey = (secret: string, date: string, region: string, service: string): HmacKey => {
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of [date, region, service, 'aws4_request']) key = createHmac('sha256', key).update(part).digest();
  return new HmacKey(key as Buffer);
};

/** The text that is signed for a canonical request. */
export const stringToSign = (timestamp: string, scope: string, canonical: string): string =>
  `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256Hex(Buffer.from(canonical, 'latin1'))}`;

/** `2030-01-02T03:04:05Z` of a time in milliseconds. */
const isoSeconds = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}/, '');

const CACHED_KEYS = 1000;

export class SignatureVerifier {
  readonly #find: (accessKeyId: string) => Credential | undefined;
  readonly #wall: () => number;
  readonly #keys = new Map<string, HmacKey>();

  /** `wall` gives wall time in milliseconds. */
  constructor(find: (accessKeyId: string) => Credential | undefined, wall: () => number) {
    this.#find = find;
    this.#wall = wall;
  }

  /**
   * Whose key it is; all that can be told before the body is read.
   * @throws AuthFault when the key is unknown, its session is over, or the time is out of bounds.
   */
  identify(authorization: Authorization): Credential {
    const credential = this.#find(authorization.accessKeyId);
    if (!credential) throw new AuthFault('unknownKey');
    const now = this.#wall();
    if (credential.session?.token !== authorization.token) throw new AuthFault('badToken');
    if (credential.session && credential.session.expires <= now) throw new AuthFault('expiredToken');
    this.#checkTime(authorization, now);
    return credential;
  }

  /** @throws AuthFault `mismatch` or `unsignedHeader`. */
  verify(
    authorization: Authorization,
    credential: Credential,
    request: SignedRequest,
    payloadHash: string,
  ): SigningContext {
    const { date, region, service, timestamp, signedHeaders, signature } = authorization;
    const scope = `${date}/${region}/${service}/aws4_request`;
    const key = this.#key(credential, authorization, scope);
    const canonical = canonicalRequest(request, service, signedHeaders, payloadHash);
    if (!sameSignature(signText(key, stringToSign(timestamp, scope, canonical)), signature)) {
      throw new AuthFault('mismatch', '', {
        AWSAccessKeyId: credential.accessKeyId,
        StringToSign: stringToSign(timestamp, scope, canonical),
        SignatureProvided: signature,
        CanonicalRequest: canonical,
      });
    }
    checkSigned(request, service, signedHeaders);
    return { key, timestamp, scope, signature };
  }

  #key(credential: Credential, { date, region, service }: Authorization, scope: string): HmacKey {
    const id = `${credential.accessKeyId}/${scope}`;
    let key = this.#keys.get(id);
    if (!key) {
      if (this.#keys.size >= CACHED_KEYS) this.#keys.clear();
      key = signingKey(credential.secretAccessKey, date, region, service);
      this.#keys.set(id, key);
    }
    return key;
  }

  #checkTime({ timestamp, service, expires }: Authorization, now: number): void {
    const signed = parseAmzTimestamp(timestamp);
    const minutes = skewMinutes(service);
    const skew = minutes * MINUTE_MS;
    if (expires !== undefined) {
      if (signed > now + skew) throw new AuthFault('presignNotYet', `Signature not yet current: ${timestamp}`);
      const end = signed + expires * 1000;
      if (now > end) {
        throw new AuthFault('presignExpired', `Signature expired: ${timestamp}`, {
          'X-Amz-Expires': expires,
          Expires: isoSeconds(end),
          ServerTime: isoSeconds(now),
        });
      }
      return;
    }
    if (signed < now - skew) {
      throw new AuthFault(
        'tooOld',
        `Signature expired: ${timestamp} is now earlier than ${amzTimestamp(now - skew)} (${amzTimestamp(now)} - ${minutes} min.)`,
      );
    }
    if (signed > now + skew) {
      throw new AuthFault(
        'tooNew',
        `Signature not yet current: ${timestamp} is still later than ${amzTimestamp(now + skew)} (${amzTimestamp(now)} + ${minutes} min.)`,
      );
    }
  }
}

/** `host` must be signed always, on S3 every `x-amz-` header too: what is not signed may have been added on the way. */
const checkSigned = (request: SignedRequest, service: string, signedHeaders: string): void => {
  const list = `;${signedHeaders};`;
  if (!list.includes(';host;')) throw new AuthFault('unsignedHeader');
  if (service !== 's3') return;
  for (const name in request.headers) {
    if (name.startsWith('x-amz-') && !list.includes(`;${name};`)) {
      throw new AuthFault('unsignedHeader', '', { HeadersNotSigned: name });
    }
  }
};
