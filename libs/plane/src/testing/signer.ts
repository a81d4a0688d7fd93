/** The SDK's own signer, for requests that no SDK client would send. */
import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';
import type { SdkCredentials } from './sdk-clients.ts';

/** The SDK's own hash and HMAC, over node:crypto: what SignatureV4 asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

/** @param service as the credential scope names it: `sagemaker`, `s3`, … */
export const signer = (service: string, region: string, credentials: SdkCredentials): SignatureV4 =>
  new SignatureV4({ service, region, sha256: Sha256 as never, uriEscapePath: service !== 's3', credentials });
