import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchPutMetricsCommand, SageMakerMetricsClient, SageMakerMetricsServiceException } from './index.ts';
import { endpointOf } from './sagemaker-metrics-client.ts';

describe('endpointOf', () => {
  it.each([
    [{ Region: 'eu-west-1' }, 'https://metrics.sagemaker.eu-west-1.amazonaws.com/'],
    [{ Region: 'cn-north-1' }, 'https://metrics.sagemaker.cn-north-1.amazonaws.com.cn/'],
    [{ Region: 'eu-west-1', Endpoint: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/'],
  ])('%j is %s', (parameters, url) => expect(endpointOf(parameters).url.href).toBe(url));

  it('refuses what it does not know', () => {
    expect(() => endpointOf({})).toThrow('Missing Region');
    expect(() => endpointOf({ Region: 'eu-west-1', UseFIPS: true })).toThrow('FIPS');
  });
});

describe('SageMakerMetricsClient', () => {
  const requests: { request: IncomingMessage; body: string }[] = [];
  const answers: { status: number; body: object }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ request, body });
      const answer = answers.shift() ?? { status: 200, body: {} };
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  let client: SageMakerMetricsClient;
  const put = (value: number) =>
    client.send(
      new BatchPutMetricsCommand({
        TrialComponentName: 'a-run',
        MetricData: [{ MetricName: 'loss', Timestamp: new Date(1_700_000_000_500), Step: 3, Value: value }],
      }),
    );

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = new SageMakerMetricsClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });

  it('signs for sagemaker and sends what the service reads', async () => {
    answers.push({ status: 200, body: { Errors: [{ Code: 'VALIDATION_ERROR', MetricIndex: 0 }] } });
    const { Errors } = await put(0.25);
    expect(Errors).toEqual([{ Code: 'VALIDATION_ERROR', MetricIndex: 0 }]);
    const { request, body } = requests.at(-1)!;
    expect([request.method, request.url]).toEqual(['PUT', '/BatchPutMetrics']);
    expect(request.headers.authorization).toMatch(/Credential=AKIAEXAMPLE\/\d{8}\/us-east-1\/sagemaker\//);
    expect(request.headers['user-agent']).toContain('api/sagemaker-metrics#');
    expect(JSON.parse(body)).toEqual({
      TrialComponentName: 'a-run',
      MetricData: [{ MetricName: 'loss', Timestamp: 1_700_000_000.5, Step: 3, Value: 0.25 }],
    });
  });

  it('rejects with the service’s code', async () => {
    answers.push({ status: 400, body: { __type: 'ResourceNotFoundException', message: 'none' } });
    const error: unknown = await put(1).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SageMakerMetricsServiceException);
    expect(error).toMatchObject({ name: 'ResourceNotFoundException', message: 'none' });
  });
});
