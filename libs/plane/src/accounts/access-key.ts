/** Access keys as IAM makes them. */
import { randomBytes } from 'node:crypto';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `AKIA` for a user, `ASIA` for a session; 16 characters follow; the secret has 40. */
export const makeAccessKey = (prefix: 'AKIA' | 'ASIA'): AccessKey => ({
  accessKeyId: prefix + [...randomBytes(16)].map((byte) => BASE32[byte % 32]).join(''),
  secretAccessKey: randomBytes(30).toString('base64'),
});
