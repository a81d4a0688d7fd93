import { describe, expect, it } from 'vitest';
import { AwsChunkedDecoder, type AwsChunkedOptions } from './aws-chunked.ts';
import { parseAuthorization } from './sigv4-authorization.ts';
import { SignatureVerifier, type SigningContext } from './sigv4.ts';

/** The example of "Signature Calculations: Transferring Payload in Multiple Chunks" of the S3 API reference. */
const TIME = Date.UTC(2013, 4, 24);
const SIGNED = {
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  chunks: [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ],
};
/** The same with a signed trailer ("…Including Trailing Headers"). */
const TRAILED = {
  seed: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  chunks: [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ],
  trailer: 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
};

const context = (seed: string, contentHash: string, extra: Record<string, string>): SigningContext => {
  const headers: Record<string, string> = {
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': contentHash,
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    ...extra,
  };
  const signedHeaders = Object.keys(headers).sort().join(';');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${seed}`;
  const request = { method: 'PUT', path: '/examplebucket/chunkObject.txt', query: '', headers };
  const verifier = new SignatureVerifier(
    (accessKeyId) => ({
      accessKeyId,
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      principal: { accountId: '', arn: '', userId: '', accessKeyId },
    }),
    () => TIME,
  );
  const authorization = parseAuthorization(request);
  return verifier.verify(authorization, verifier.identify(authorization), request, contentHash);
};

const DATA = ['a'.repeat(65_536), 'a'.repeat(1024), ''];
const encode = (signatures: readonly string[]): string =>
  DATA.map((data, index) => {
    const signature = signatures[index] ? `;chunk-signature=${signatures[index]}` : '';
    return `${data.length.toString(16)}${signature}\r\n${data}${data ? '\r\n' : ''}`;
  }).join('');

const decode = (
  options: Partial<AwsChunkedOptions>,
  text: string,
  piece = text.length,
): { data: string; trailers: object } => {
  const decoder = new AwsChunkedDecoder({
    ...{ signing: undefined, trailer: false, decodedLength: 66_560, announced: [] },
    ...options,
  });
  let data = '';
  for (let at = 0; at < text.length; at += piece) {
    decoder.write(Buffer.from(text.slice(at, at + piece), 'latin1'), (part) => (data += part.toString('latin1')));
  }
  decoder.end();
  return { data, trailers: decoder.trailers };
};

const whole = DATA.join('');
const fault = (kindOrCode: string): object =>
  expect.objectContaining({ [/^[a-z]/.test(kindOrCode) ? 'kind' : 'code']: kindOrCode }) as object;
const catching = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('aws-chunked', () => {
  const signing = context(SIGNED.seed, 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { 'content-length': '66824' });
  const signedText = `${encode(SIGNED.chunks)}\r\n`;

  it.each([1, 7, 1000, 70_000])('decodes and verifies the signed example in pieces of %i bytes', (piece) => {
    expect(decode({ signing }, signedText, piece)).toEqual({ data: whole, trailers: {} });
  });

  it('refuses a chunk that was tampered with, swapped, or not signed', () => {
    expect(catching(() => decode({ signing }, signedText.replace('aaa', 'aab')))).toEqual(fault('mismatch'));
    const [first, second, last] = SIGNED.chunks as [string, string, string];
    expect(catching(() => decode({ signing }, encode([second, first, last])))).toEqual(fault('mismatch'));
    expect(catching(() => decode({ signing }, encode([])))).toEqual(fault('InvalidRequest'));
  });

  it('verifies a signed trailer', () => {
    const trailing = {
      signing: context(TRAILED.seed, 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', {
        'x-amz-trailer': 'x-amz-checksum-crc32c',
      }),
      trailer: true,
      announced: ['x-amz-checksum-crc32c'],
    };
    const text = `${encode(TRAILED.chunks)}x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:${TRAILED.trailer}\r\n\r\n`;
    expect(decode(trailing, text, 100)).toEqual({ data: whole, trailers: { 'x-amz-checksum-crc32c': 'sOO8/Q==' } });
    expect(catching(() => decode(trailing, text.replace('sOO8', 'sOO9')))).toEqual(fault('mismatch'));
    expect(catching(() => decode(trailing, text.replace(/x-amz-trailer-signature.*\r\n/, '')))).toEqual(
      fault('mismatch'),
    );
  });

  it('takes an unsigned trailer only when it was announced, and misses one that was', () => {
    const options = { trailer: true, announced: ['x-amz-checksum-crc32'] };
    const text = (trailers: string): string => `${encode([])}${trailers}\r\n`;
    expect(decode(options, text('x-amz-checksum-crc32:AAAAAA==\r\n'))).toEqual({
      data: whole,
      trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    });
    expect(catching(() => decode(options, text('x-amz-meta-a:b\r\n')))).toEqual(fault('MalformedTrailerError'));
    expect(catching(() => decode(options, text('')))).toEqual(fault('MalformedTrailerError'));
    const odd = { ...options, announced: ['constructor'] };
    expect(catching(() => decode(odd, text('')))).toEqual(fault('MalformedTrailerError'));
  });

  it('takes a trailer once, so that trailers are no more than what was announced', () => {
    const twice = `${encode([])}${'x-amz-checksum-crc32:AAAAAA==\r\n'.repeat(2)}\r\n`;
    expect(catching(() => decode({ trailer: true, announced: ['x-amz-checksum-crc32'] }, twice))).toEqual(
      fault('MalformedTrailerError'),
    );
  });

  it.each([
    ['a body that is cut off', encode([]).slice(0, 60_000), 'IncompleteBody'],
    ['a body without its last chunk', encode([]).slice(0, -3), 'IncompleteBody'],
    ['more bytes than announced', `${encode([]).slice(0, -3)}1\r\nb\r\n0\r\n\r\n`, 'IncompleteBody'],
    ['a size that is no number', 'xyz\r\n', 'InvalidRequest'],
    ['a line without an end', 'a'.repeat(10_000), 'InvalidRequest'],
    ['bytes after the end', `${encode([])}\r\nGET / HTTP/1.1\r\n`, 'InvalidRequest'],
  ])('refuses %s', (_what, text, code) => {
    expect(catching(() => decode({}, text))).toEqual(fault(code));
  });
});
