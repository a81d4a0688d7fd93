/** Every answered operation against the SDK's own serializers: what a client sends is read back, what we answer it reads. */
import * as apigatewayv2 from '@aws-sdk/client-apigatewayv2';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as lambda from '@aws-sdk/client-lambda';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as featureStore from '@aws-sdk/client-sagemaker-featurestore-runtime';
import * as runtime from '@aws-sdk/client-sagemaker-runtime';
import * as sts from '@aws-sdk/client-sts';
import * as metrics from '@gradus/client-sagemaker-metrics';
import { seededRandom } from '@gradus/core';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { serviceModels } from '../models/service-models.ts';
import type { ServiceModel } from '../models/service-model.ts';
import { randomShape, type RandomShapeOptions } from '../testing/random-shape.ts';
import { exchangeWith } from '../testing/sdk-exchange.ts';
import { decodeRequest, type Input } from './decode-request.ts';
import { encodeResponse } from './encode-response.ts';
import { createRouter } from './router.ts';

interface Client {
  send(command: object): Promise<Record<string, unknown>>;
}

interface Sdk {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly client: string;
  /** Members that the client or its middleware sets or changes. */
  readonly omit?: RegExp;
  readonly fixed?: Readonly<Record<string, unknown>>;
}

/** What botocore's model has and the SDK's, which is older, has not. */
const newer: Record<string, RegExp> = {
  dynamodb: /\.(DisassociationProtectionEnabled|Disassociate)$/,
  lambda: /\.(AcceleratorConfig|RuntimeConfig)$/,
  logs: /^LogGroup\.retentionPolicyName$/,
  s3: /^((AbortMultipartUpload|CreateMultipartUpload|ListParts|UploadPart|UploadPartCopy)Output|MultipartUpload)\.VersionId$/,
  sagemaker:
    /\.(AcceleratorPartitionLayouts|CrossRegionTrafficConfig|PipelineVersionAliases)$|^HubContent\.(CreatedBy|LastModifiedBy)$/,
};

const sdks: Record<string, Sdk> = {
  apigatewayv2: { exports: apigatewayv2, client: 'ApiGatewayV2Client' },
  cloudwatch: { exports: cloudwatch, client: 'CloudWatchClient' },
  dynamodb: { exports: dynamodb, client: 'DynamoDBClient' },
  // The status of an answer is the exchange's own.
  lambda: { exports: lambda, client: 'LambdaClient', omit: /\.StatusCode$/ },
  logs: { exports: logs, client: 'CloudWatchLogsClient' },
  s3: {
    exports: s3,
    client: 'S3Client',
    omit: /\.(Checksum.*|ContentMD5|ContentLength|.*SSECustomer.*|ContentEncoding)$/,
    fixed: { Bucket: 'a-bucket' },
  },
  sagemaker: { exports: sagemaker, client: 'SageMakerClient' },
  'sagemaker-featurestore-runtime': { exports: featureStore, client: 'SageMakerFeatureStoreRuntimeClient' },
  'sagemaker-runtime': { exports: runtime, client: 'SageMakerRuntimeClient' },
  'sagemaker-metrics': { exports: metrics, client: 'SageMakerMetricsClient' },
  sts: { exports: sts, client: 'STSClient' },
};

/** Members that a client sends when its caller gives none. */
const added = /^(Body|ContentType|ClientToken|ChecksumAlgorithm|ChecksumCRC32|ChecksumMode|ContentLength)$/;

const router = createRouter(serviceModels);
const rounds = 12;

const streamBytes = async (value: unknown): Promise<unknown> => {
  if (!(value instanceof Readable)) return value;
  const chunks: Buffer[] = [];
  for await (const chunk of value) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Bytes as hex, so that Buffer, Uint8Array and the SDK's adapter compare; undefined members left out. */
const plain = (value: unknown): unknown => {
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([name, each]) => each !== undefined && name !== '$metadata');
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each)]));
};

interface Exchange {
  readonly matched: string | undefined;
  readonly decoded: Input;
  readonly answered: Record<string, unknown>;
}

const exchange = async (model: ServiceModel, operation: string, input: object, output: object): Promise<Exchange> => {
  const { exports, client: clientName } = sdks[model.id]!;
  let matched: string | undefined;
  let decoded: Input = {};
  const Client = exports[clientName] as new (config: object) => Client;
  const Command = exports[`${operation}Command`] as new (commandInput: object) => object;
  const client = new Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    forcePathStyle: true,
    maxAttempts: 1,
    disableRequestCompression: true, // the server inflates a body before it is decoded
    requestHandler: exchangeWith((request) => {
      const match = router.match({ ...request, signingName: model.signingName });
      if (match === undefined) throw new Error(`No route for ${request.method} ${request.path}?${request.query}`);
      matched = match.operation;
      decoded = decodeRequest(match, request);
      return encodeResponse(match, output, 'A1B2C3D4E5F60718');
    }),
  });
  const answered = await client.send(new Command(input));
  for (const [name, value] of Object.entries(decoded)) decoded[name] = await streamBytes(value);
  for (const [name, value] of Object.entries(answered)) answered[name] = await streamBytes(value);
  return { matched, decoded, answered };
};

describe.each(serviceModels.map((model) => ({ id: model.id, model })))('$id', ({ id, model }) => {
  const names = Object.keys(model.operations);

  it.each(names)('%s: reads what the SDK sends and is read by it', async (operation) => {
    const { omit, fixed } = sdks[id]!;
    const omitted = [omit, newer[id]].flatMap((each) => (each === undefined ? [] : [each.source])).join('|');
    const random = seededRandom(`${id} ${operation}`);
    const options: RandomShapeOptions = {
      model,
      random,
      ...(omitted !== '' && { omit: new RegExp(omitted) }),
      ...(fixed && { fixed }),
    };
    const { input: inputShape, output: outputShape } = model.operations[operation]!;
    for (let round = 0; round < rounds; round += 1) {
      const input = inputShape === undefined ? {} : randomShape(inputShape, options);
      const output = outputShape === undefined ? {} : randomShape(outputShape, { ...options, fixed: {} });
      const { matched, decoded, answered } = await exchange(model, operation, input, output);
      expect(matched).toBe(operation);
      expect(plain(decoded)).toMatchObject(plain(input) as object);
      expect(plain(answered)).toMatchObject(plain(output) as object);
      const unexpected = Object.keys(decoded).filter((name) => !(name in input) && !added.test(name));
      expect(unexpected).toEqual([]);
    }
  });
});
