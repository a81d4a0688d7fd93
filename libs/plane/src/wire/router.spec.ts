import { describe, expect, it } from 'vitest';
import { serviceModels } from '../models/service-models.ts';
import { createRouter, type RoutedRequest } from './router.ts';

const router = createRouter(serviceModels);

/** `GET /bucket?acl` as a request, signed for S3 unless told otherwise. */
const request = (line: string, options: Partial<RoutedRequest> = {}): RoutedRequest => {
  const [method = '', uri = ''] = line.split(' ');
  const [path = '', query = ''] = uri.split('?');
  return { method, path, query, headers: {}, body: Buffer.alloc(0), signingName: 's3', ...options };
};

const found = (line: string, headers: RoutedRequest['headers'] = {}): string | undefined =>
  router.match(request(line, { headers }))?.operation;

describe('router, S3', () => {
  it.each([
    ['GET /', 'ListBuckets'],
    ['PUT /b', 'CreateBucket'],
    ['PUT /b/', 'CreateBucket'],
    ['HEAD /b', 'HeadBucket'],
    ['DELETE /b', 'DeleteBucket'],
    ['GET /b?location', 'GetBucketLocation'],
    ['GET /b?location=', 'GetBucketLocation'],
    ['GET /b?list-type=2&prefix=a%2F&x-id=ListObjectsV2', 'ListObjectsV2'],
    ['GET /b/?list-type=2', 'ListObjectsV2'],
    ['GET /b?uploads', 'ListMultipartUploads'],
    ['GET /b', 'ListObjects'],
    ['GET /b?prefix=a', 'ListObjects'],
    ['GET /b?versions', 'ListObjectVersions'],
    ['GET /b?versioning', 'GetBucketVersioning'],
    ['PUT /b?tagging', 'PutBucketTagging'],
    ['GET /b/k?tagging', 'GetObjectTagging'],
    ['DELETE /b/k?tagging', 'DeleteObjectTagging'],
    ['GET /b/k?attributes', 'GetObjectAttributes'],
    ['POST /b?delete', 'DeleteObjects'],
    ['PUT /b/k', 'PutObject'],
    ['PUT /b/deep/key/', 'PutObject'],
    ['GET /b/k?versionId=null&response-content-type=text%2Fplain', 'GetObject'],
    ['GET /b/k?partNumber=1', 'GetObject'],
    ['HEAD /b/k', 'HeadObject'],
    ['DELETE /b/k', 'DeleteObject'],
    ['POST /b/k?uploads', 'CreateMultipartUpload'],
    ['PUT /b/k?partNumber=1&uploadId=u', 'UploadPart'],
    ['POST /b/k?uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE /b/k?uploadId=u', 'AbortMultipartUpload'],
    ['GET /b/k?uploadId=u', 'ListParts'],
  ])('%s is %s', (line, operation) => {
    expect(found(line)).toBe(operation);
  });

  it('tells copies from uploads by their header', () => {
    const headers = { 'x-amz-copy-source': '/b/other' };
    expect(found('PUT /b/k', headers)).toBe('CopyObject');
    expect(found('PUT /b/k?partNumber=1&uploadId=u', headers)).toBe('UploadPartCopy');
  });

  it('keeps labels as they travelled', () => {
    const match = router.match(request('GET /b//a%20b/c+d/'));
    expect(match?.labels).toEqual({ Bucket: 'b', Key: '/a%20b/c+d/' });
  });

  it('says which bodies stream', () => {
    expect(router.match(request('PUT /b/k'))?.streaming).toBe(true);
    expect(router.match(request('POST /b?delete'))?.streaming).toBe(false);
  });

  it.each([
    ['GET /b?acl', 'GetBucketAcl'],
    ['PUT /b?policy', 'PutBucketPolicy'],
    ['GET /b?analytics', 'ListBucketAnalyticsConfigurations'],
    ['GET /b?analytics&id=1', 'GetBucketAnalyticsConfiguration'],
    ['GET /b?policyStatus', 'GetBucketPolicyStatus'],
    ['PUT /b/k?acl', 'PutObjectAcl'],
    ['POST /b/k?restore', 'RestoreObject'],
    ['POST /b/k?select&select-type=2', 'SelectObjectContent'],
  ])('%s is not answered, and is %s', (line, operation) => {
    expect(found(line)).toBeUndefined();
    expect(router.unsupportedOperation(request(line))).toMatchObject({
      service: 'S3',
      operation,
      protocol: 'rest-xml',
    });
  });

  it('finds no operation in what S3 has none for', () => {
    expect(found('PATCH /b/k')).toBeUndefined();
    expect(router.unsupportedOperation(request('PATCH /b/k'))).toBeUndefined();
  });
});

describe('router, the other protocols', () => {
  const target = (name: string, signingName: string): RoutedRequest =>
    request('POST /', { headers: { 'x-amz-target': name }, signingName });
  const form = (body: string, signingName = 'sts'): RoutedRequest => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    return request('POST /', { headers, signingName, body: Buffer.from(body) });
  };

  it('routes a target, signed by its service', () => {
    expect(router.match(target('SageMaker.CreateModel', 'sagemaker'))).toMatchObject({
      operation: 'CreateModel',
      protocol: 'json',
    });
    expect(router.match(target('Logs_20140328.GetLogEvents', 'logs'))?.operation).toBe('GetLogEvents');
    expect(router.match(target('SageMaker.CreateModel', 'logs'))).toBeUndefined();
  });

  it('names a target that is not answered, of services it knows and of others', () => {
    expect(router.unsupportedOperation(target('SageMaker.CreatePipeline', 'sagemaker'))).toMatchObject({
      service: 'SageMaker',
      operation: 'CreatePipeline',
    });
    expect(router.unsupportedOperation(target('Kinesis_20131202.PutRecord', 'kinesis'))).toMatchObject({
      service: 'kinesis',
      operation: 'PutRecord',
    });
    expect(router.unsupportedOperation(target('SageMaker.CreateNothing', 'sagemaker'))).toBeUndefined();
  });

  it('routes between services that sign alike by URI', () => {
    const invoke = request('POST /endpoints/movies/invocations', { signingName: 'sagemaker' });
    expect(router.match(invoke)).toMatchObject({ operation: 'InvokeEndpoint', labels: { EndpointName: 'movies' } });
    const asynchronous = request('POST /endpoints/movies/async-invocations', { signingName: 'sagemaker' });
    expect(router.match(asynchronous)).toBeUndefined();
    expect(router.unsupportedOperation(asynchronous)?.operation).toBe('InvokeEndpointAsync');
  });

  it('routes an action of a form body or a query string', () => {
    expect(router.match(form('Action=GetCallerIdentity&Version=2011-06-15'))?.operation).toBe('GetCallerIdentity');
    const presigned = request('GET /?Action=GetCallerIdentity&Version=2011-06-15', { signingName: 'sts' });
    expect(router.match(presigned)).toMatchObject({ operation: 'GetCallerIdentity', protocol: 'query' });
  });

  it('names an action that is not answered', () => {
    expect(router.unsupportedOperation(form('Action=GetSessionToken'))).toMatchObject({
      service: 'STS',
      operation: 'GetSessionToken',
    });
    expect(router.unsupportedOperation(form('Action=CreateRole', 'iam'))).toMatchObject({
      service: 'iam',
      operation: 'CreateRole',
    });
    expect(router.unsupportedOperation(form('Action=Nothing'))).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString'])('finds no operation %s', (name) => {
    for (const sent of [form(`Action=${name}`), target(`SageMaker.${name}`, 'sagemaker')]) {
      expect(router.match(sent)).toBeUndefined();
      expect(router.unsupportedOperation(sent)).toBeUndefined();
    }
  });

  it('names the service of a request that no model knows', () => {
    const batch = request('POST /v1/describejobs', { signingName: 'batch' });
    expect(router.match(batch)).toBeUndefined();
    expect(router.unsupportedOperation(batch)).toMatchObject({
      service: 'batch',
      operation: 'POST /v1/describejobs',
    });
    const cbor = request('POST /service/GraniteServiceVersion20100801/operation/PutMetricData', {
      signingName: 'monitoring',
    });
    expect(router.unsupportedOperation(cbor)?.operation).toBe('PutMetricData');
  });
});
