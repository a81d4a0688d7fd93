/** Transform jobs for specs: a model that adds numbers up, objects to transform, and the way to the job's end. */
import {
  CreateModelCommand,
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  type CreateTransformJobCommandInput,
  type DescribeTransformJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { imageRegistry } from '../jobs/images.ts';
import type { SdkClients } from './sdk-clients.ts';
import { waitFor } from './wait-for.ts';

/**
 * Answers each row of CSV, or each record of JSON Lines, with the sum of its numbers; a document of JSON with `{ sum }`.
 * A row `status 500` is answered so, one `flaky` fails the first time, `exit` ends the container, `wait` never answers.
 */
const ADDER = `
const { createServer } = require('node:http');
const { env } = process;
if (env.EXIT_AT_START) { console.log('will not start'); process.exit(Number(env.EXIT_AT_START)); }
const seen = new Set();
let [open, most] = [0, 0];
const sum = (value) => [value].flat(9).reduce((total, each) => total + Number(typeof each === 'object' ? sum(Object.values(each)) : each), 0);
const answer = (type, body) => {
  if (type === 'text/csv') return body.split('\\n').map((row) => (row === '' ? '' : sum(row.split(',')))).join('\\n');
  if (type === 'application/jsonlines') return body.split('\\n').map((line) => JSON.stringify({ sum: sum(JSON.parse(line)) })).join('\\n') + '\\n';
  if (type === 'application/json') return JSON.stringify({ sum: sum(JSON.parse(body)) });
  return env.ECHO_ENV ? JSON.stringify(env) : '[' + body + ']';
};
const server = createServer((req, res) => {
  if (req.url === '/ping') return res.writeHead(Number(env.PING_STATUS || 200)).end();
  if (req.url === '/execution-parameters') return env.PARAMETERS ? res.end(env.PARAMETERS) : res.writeHead(404).end();
  most = Math.max(most, ++open);
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    console.log('request', JSON.stringify({ body: body.slice(0, 100), most, accept: req.headers.accept, chunked: req.headers['transfer-encoding'] === 'chunked' }));
    if (body.includes('exit')) process.exit(3);
    if (body.includes('wait')) return;
    const asked = /status (\\d+)/.exec(body);
    let status = asked ? Number(asked[1]) : 200;
    if (body.includes('flaky') && !seen.has(body)) { seen.add(body); status = 503; }
    setTimeout(() => {
      open -= 1;
      res.writeHead(status).end(status === 200 ? answer(req.headers['content-type'], body) : 'no good: ' + body);
    }, Number(env.SLEEP_MS || 0));
  });
});
server.listen(Number(env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1', () => console.log('listening'));
process.on('SIGTERM', () => process.exit(0));
`;

export const TRANSFORM_IMAGES = imageRegistry([
  { pattern: /^spec\/adder:1$/, runtime: { name: 'adder', argv: { serve: [process.execPath, '-e', ADDER] } } },
  { pattern: /^spec\/trainer:1$/, runtime: { name: 'trainer', argv: { train: ['/bin/false'] } } },
]);

const MODEL_ROLE = 'arn:aws:iam::111111111111:role/service/Model';

export const createAdder = async (
  { sagemaker }: SdkClients,
  name: string,
  Environment: Record<string, string> = {},
  Image = 'spec/adder:1',
): Promise<void> => {
  await sagemaker.send(
    new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: MODEL_ROLE,
      PrimaryContainer: { Image, Environment },
    }),
  );
};

export const BATCH_BUCKET = 'batch-data';

export const putObjects = async (
  { s3 }: SdkClients,
  objects: Readonly<Record<string, string | Buffer>>,
): Promise<void> => {
  for (const [Key, Body] of Object.entries(objects)) {
    await s3.send(new PutObjectCommand({ Bucket: BATCH_BUCKET, Key, Body }));
  }
};

/** The bodies below a prefix, by what follows it. */
export const readObjects = async ({ s3 }: SdkClients, prefix: string): Promise<Record<string, string>> => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BATCH_BUCKET, Prefix: prefix }));
  const found: Record<string, string> = {};
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BATCH_BUCKET, Key }));
    found[Key!.slice(prefix.length)] = await Body!.transformToString();
  }
  return found;
};

/** A job over `in/<name>/` that writes to `out/<name>/`, line by line, of the model `adder`. */
export const transformJob = (
  name: string,
  {
    input,
    output,
    ...more
  }: Partial<Omit<CreateTransformJobCommandInput, 'TransformInput' | 'TransformOutput'>> & {
    input?: Partial<CreateTransformJobCommandInput['TransformInput']>;
    output?: Partial<CreateTransformJobCommandInput['TransformOutput']>;
  } = {},
): CreateTransformJobCommandInput => ({
  TransformJobName: name,
  ModelName: 'adder',
  TransformInput: {
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BATCH_BUCKET}/in/${name}/` } },
    ContentType: 'text/csv',
    SplitType: 'Line',
    ...input,
  },
  TransformOutput: { S3OutputPath: `s3://${BATCH_BUCKET}/out/${name}`, AssembleWith: 'Line', ...output },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  ...more,
});

/** Resolves with the job once it has ended, however it did. */
export const endOfTransformJob = (
  { sagemaker }: SdkClients,
  name: string,
): Promise<DescribeTransformJobCommandOutput> =>
  waitFor(
    async () => {
      const job = await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: name }));
      return job.TransformEndTime && job;
    },
    { timeout: 30_000 },
  );

/** Makes the job and resolves with it once it has ended. */
export const runTransformJob = async (
  clients: SdkClients,
  input: CreateTransformJobCommandInput,
): Promise<DescribeTransformJobCommandOutput> => {
  await clients.sagemaker.send(new CreateTransformJobCommand(input));
  return endOfTransformJob(clients, input.TransformJobName!);
};

/** What a job logged, `Transform` or `Processing`, by stream. */
export const jobLog = async (
  { logs }: SdkClients,
  kind: 'Transform' | 'Processing',
  name: string,
): Promise<Readonly<Record<string, string[]>>> => {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/sagemaker/${kind}Jobs`, logStreamNamePrefix: `${name}/` }),
  );
  const streams: Record<string, string[]> = {};
  for (const { logStreamName, message } of events) (streams[logStreamName!] ??= []).push(message!);
  return streams;
};
