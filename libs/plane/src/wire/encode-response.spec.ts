/** What the round trips do not tell: the documents and headers as they travel. */
import { describe, expect, it } from 'vitest';
import { serviceModels } from '../models/service-models.ts';
import { encodeResponse } from './encode-response.ts';
import type { WireResponse } from './http-message.ts';
import { createRouter, type RoutedRequest } from './router.ts';

const router = createRouter(serviceModels);

const answer = (line: string, output: object, options: Partial<RoutedRequest> = {}): WireResponse => {
  const [method = '', uri = ''] = line.split(' ');
  const [path = '', query = ''] = uri.split('?');
  const match = router.match({ method, path, query, headers: {}, body: Buffer.alloc(0), ...options });
  if (match === undefined) throw new Error(`No route for ${line}`);
  return encodeResponse(match, output, 'REQUEST');
};

describe('encodeResponse', () => {
  it('json: known members only, times in seconds', () => {
    const headers = { 'x-amz-target': 'SageMaker.DescribeModel' };
    const output = { ModelName: 'm', CreationTime: new Date(1_700_000_000_123), Secret: 'x', Containers: undefined };
    const response = answer('POST /', output, { headers });
    expect(response.body).toBe('{"ModelName":"m","CreationTime":1700000000.123}');
    expect(response.headers).toEqual({ 'content-type': 'application/x-amz-json-1.1', 'x-amzn-RequestId': 'REQUEST' });
    expect(answer('POST /', {}, { headers: { 'x-amz-target': 'SageMaker.DeleteModel' } }).body).toBe('');
  });

  it('query: wrapped in response and result', () => {
    const { body } = answer('GET /?Action=GetCallerIdentity', { Account: '000000000000' });
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' +
        '<GetCallerIdentityResult><Account>000000000000</Account></GetCallerIdentityResult>' +
        '<ResponseMetadata><RequestId>REQUEST</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    );
  });

  it('S3: documents by the names of their roots', () => {
    const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
    const start = '<?xml version="1.0" encoding="UTF-8"?>\n';
    expect(answer('GET /b?list-type=2', { Name: 'b', Contents: [{ Key: 'a&b' }, { Key: 'c' }] }).body).toBe(
      `${start}<ListBucketResult ${namespace}><Contents><Key>a&amp;b</Key></Contents><Contents><Key>c</Key></Contents>` +
        '<Name>b</Name></ListBucketResult>',
    );
    expect(answer('GET /b?location', {}).body).toBe(`${start}<LocationConstraint ${namespace}></LocationConstraint>`);
    expect(answer('GET /b?location', { LocationConstraint: 'eu-west-1' }).body).toContain(
      '>eu-west-1</LocationConstraint>',
    );
    expect(answer('GET /', { Buckets: [] }).body).toContain('<ListAllMyBucketsResult');
    expect(answer('POST /b/k?uploads', { UploadId: 'u' }).body).toContain('<InitiateMultipartUploadResult');
  });

  it('S3: ranges, empty answers, metadata', () => {
    expect(answer('GET /b/k', { Body: Buffer.from('x'), ContentRange: 'bytes 0-0/9' })).toMatchObject({
      status: 206,
      headers: { 'Content-Range': 'bytes 0-0/9' },
    });
    expect(answer('DELETE /b/k', {})).toMatchObject({ status: 204, body: '' });
    const head = answer('HEAD /b/k', { ContentLength: 9, Metadata: { owner: 'ü\n', other: '中' } });
    expect(head).toMatchObject({ body: '', headers: { 'Content-Length': '9', 'x-amz-meta-owner': 'ü' } });
    expect(Buffer.from(head.headers['x-amz-meta-other']!, 'latin1').toString('utf8')).toBe('中');
  });
});
