/** Errors as the SDK clients read them, and the bodies that other clients see. */
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeModelCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { serviceModels } from '../models/service-models.ts';
import { exchangeWith } from '../testing/sdk-exchange.ts';
import { AwsError } from './aws-error.ts';
import { encodeError } from './encode-error.ts';
import type { WireResponse } from './http-message.ts';
import { createRouter } from './router.ts';

const router = createRouter(serviceModels);
const requestId = 'A1B2C3D4E5F60718';

/** A client's configuration by which every request fails with `error`; the last response is kept. */
const failing = (error: AwsError): { config: object; last: () => WireResponse | undefined } => {
  let last: WireResponse | undefined;
  const requestHandler = exchangeWith((request) => {
    const match = router.match(request);
    if (match === undefined) throw new Error(`No route for ${request.method} ${request.path}`);
    last = encodeError(match, error, requestId);
    return last;
  });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const place = { region: 'us-east-1', endpoint: 'http://127.0.0.1:4566', forcePathStyle: true };
  return { config: { ...place, credentials, requestHandler, maxAttempts: 1 }, last: () => last };
};

describe('encodeError', () => {
  it('json: type, message and status', async () => {
    const { config, last } = failing(new AwsError('ValidationException', 400, 'Could not find model "x".'));
    const call = new SageMakerClient(config).send(new DescribeModelCommand({ ModelName: 'x' }));
    await expect(call).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Could not find model "x".',
      $metadata: { httpStatusCode: 400, requestId },
    });
    expect(last()?.body).toBe('{"__type":"ValidationException","message":"Could not find model \\"x\\"."}');
  });

  it('json: a modeled error keeps the name of its message', async () => {
    const { config, last } = failing(new AwsError('ResourceNotFound', 400, 'gone'));
    const call = new SageMakerClient(config).send(new DescribeModelCommand({ ModelName: 'x' }));
    await expect(call).rejects.toMatchObject({ name: 'ResourceNotFound', message: 'gone' });
    expect(last()?.body).toBe('{"__type":"ResourceNotFound","Message":"gone"}');
    const logs = failing(new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.'));
    const streams = new CloudWatchLogsClient(logs.config).send(new DescribeLogStreamsCommand({ logGroupName: 'g' }));
    await expect(streams).rejects.toMatchObject({ message: 'The specified log group does not exist.' });
  });

  it('rest-json: members of the modeled error', async () => {
    const members = { OriginalStatusCode: 500, OriginalMessage: 'boom', LogStreamArn: 'arn:x', Unknown: 1 };
    const { config } = failing(new AwsError('ModelError', 424, 'Received server error (500)', members));
    const call = new SageMakerRuntimeClient(config).send(new InvokeEndpointCommand({ EndpointName: 'e', Body: 'x' }));
    await expect(call).rejects.toMatchObject({
      name: 'ModelError',
      message: 'Received server error (500)',
      OriginalStatusCode: 500,
      OriginalMessage: 'boom',
      $metadata: { httpStatusCode: 424 },
    });
  });

  it('query: fault, code and message', async () => {
    const { config, last } = failing(new AwsError('AccessDenied', 403, 'User <x> & others'));
    const call = new STSClient(config).send(new AssumeRoleCommand({ RoleArn: 'r', RoleSessionName: 's' }));
    await expect(call).rejects.toMatchObject({ name: 'AccessDenied', message: 'User <x> & others', $fault: 'client' });
    expect(last()?.body).toBe(
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
        `<Message>User &lt;x&gt; &amp; others</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  });

  it('S3: code, what it is about, and ids', async () => {
    const { config, last } = failing(new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: 'k' }));
    const call = new S3Client(config).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    await expect(call).rejects.toMatchObject({
      name: 'NoSuchKey',
      Key: 'k',
      $metadata: { httpStatusCode: 404, requestId },
    });
    expect(last()?.headers).toMatchObject({ 'x-amz-request-id': requestId, 'content-type': 'application/xml' });
    const denied = failing(new AwsError('AccessDenied', 403, 'Access Denied'));
    const other = new S3Client(denied.config).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    await expect(other).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(denied.last()?.body).toContain('<Resource>/b/k</Resource>');
  });

  it('S3: no body for HEAD and for 304', async () => {
    const { config, last } = failing(new AwsError('NoSuchKey', 404, 'The specified key does not exist.'));
    const call = new S3Client(config).send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }));
    await expect(call).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
    expect(last()?.body).toBe('');
    const unmodified = encodeError(
      { protocol: 'rest-xml' },
      new AwsError('NotModified', 304, 'Not Modified'),
      requestId,
    );
    expect(unmodified).toMatchObject({ status: 304, body: '' });
  });
});
