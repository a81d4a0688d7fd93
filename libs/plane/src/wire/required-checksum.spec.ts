import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHasher } from './checksum-hasher.ts';
import { checkRequiredChecksum } from './required-checksum.ts';

describe('checkRequiredChecksum', () => {
  const body = Buffer.from('<Tagging/>');
  const md5 = createHash('md5').update(body).digest('base64');
  const crc64 = (() => {
    const hasher = createHasher('CRC64NVME');
    hasher.update(body);
    return hasher.digest().toString('base64');
  })();

  it('takes a checksum of any kind, as header or trailer', () => {
    checkRequiredChecksum({ 'content-md5': md5 }, {}, body);
    checkRequiredChecksum({ 'x-amz-checksum-crc64nvme': crc64 }, {}, body);
    checkRequiredChecksum({}, { 'x-amz-checksum-crc64nvme': crc64 }, body);
  });

  it.each([
    [{}, 'InvalidRequest'],
    [{ 'content-md5': 'short' }, 'InvalidDigest'],
    [{ 'content-md5': createHash('md5').digest('base64') }, 'BadDigest'],
    [{ 'content-md5': md5, 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
    [{ 'x-amz-checksum-sha256': 'AAAA' }, 'BadDigest'],
  ])('refuses %j with %s', (headers, code) => {
    expect(() => checkRequiredChecksum(headers, {}, body)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
