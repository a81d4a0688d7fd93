/** Endpoints for specs: a small HTTP server as their image, archives as their models, and the steps that make them. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  type ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, type InvokeEndpointCommandInput } from '@aws-sdk/client-sagemaker-runtime';
import { create } from 'tar';
import { imageRegistry } from '../jobs/images.ts';
import type { SdkClients } from './sdk-clients.ts';
import { waitFor } from './wait-for.ts';

/**
 * Answers with what it saw. `PING_STATUS` and `EXIT_AT_START` of its environment make it unfit; a request may ask for
 * `{ status, sleepMs, exit, answer, type }`.
 */
const CONTAINER = `
const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
const { env } = process;
const run = require('node:crypto').randomUUID();
if (env.EXIT_AT_START) { console.log('will not start'); process.exit(Number(env.EXIT_AT_START)); }
const model = (() => { try { return readFileSync((env.GRADUS_OPT_ML || '/opt/ml') + '/model/name.txt', 'utf8'); } catch { return null; } })();
const server = createServer((req, res) => {
  if (req.url === '/ping') return res.writeHead(Number(env.PING_STATUS || 200)).end();
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    let asked = {};
    try { asked = JSON.parse(body); } catch {}
    if (asked.exit) process.exit(3);
    if (asked.log) console.log(asked.log);
    const headers = { 'content-type': asked.type || 'application/json' };
    if (req.headers['x-amzn-sagemaker-custom-attributes']) headers['x-amzn-sagemaker-custom-attributes'] = 'seen ' + req.headers['x-amzn-sagemaker-custom-attributes'];
    setTimeout(() => {
      res.writeHead(asked.status || 200, headers);
      res.end(asked.answer ?? JSON.stringify({ model, run, body: body.slice(0, 1000), bytes: body.length, headers: req.headers, env: Object.fromEntries(Object.entries(env).filter(([name]) => /^(FROM|AWS_.*)$/.test(name))) }));
    }, asked.sleepMs || 0);
  });
});
server.listen(Number(env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1', () => console.log('listening, model ' + model));
process.on('SIGTERM', () => { console.log('stopping'); server.close(() => process.exit(0)); server.closeIdleConnections(); });
`;

export const SERVING_IMAGE = 'spec/serving:1';

export const servingImages = imageRegistry([
  {
    pattern: /^spec\/serving:1$/,
    runtime: { name: 'spec serving', argv: { serve: [process.execPath, '-e', CONTAINER] } },
  },
  { pattern: /^spec\/missing:1$/, runtime: { name: 'spec missing', argv: { serve: ['/no/such/program'] } } },
]);

/** What the container of {@link SERVING_IMAGE} answers. */
export interface Seen {
  readonly model: string | null;
  /** Tells one start of the container from another. */
  readonly run: string;
  /** The first 1000 characters. */
  readonly body: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `FROM`, and all that begins with `AWS_`. */
  readonly env: Readonly<Record<string, string>>;
}

/** A `model.tar.gz` that holds `name.txt`. */
export const modelArchive = async (name: string): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), 'gradus-model-'));
  try {
    await writeFile(join(folder, 'name.txt'), name);
    await create({ gzip: true, cwd: folder, file: join(folder, 'model.tar.gz') }, ['name.txt']);
    return await readFile(join(folder, 'model.tar.gz'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export interface ServedModel {
  readonly image?: string;
  readonly environment?: Record<string, string>;
  readonly archive?: Buffer | string;
  readonly roleArn?: string;
}

/** Makes a model; its archive holds its own name unless told otherwise. */
export const createServedModel = async (
  { s3, sagemaker }: SdkClients,
  name: string,
  { image = SERVING_IMAGE, environment, archive, roleArn }: ServedModel = {},
): Promise<void> => {
  const Bucket = `models-${name}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'model.tar.gz', Body: archive ?? (await modelArchive(name)) }));
  await sagemaker.send(
    new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: roleArn,
      PrimaryContainer: { Image: image, ModelDataUrl: `s3://${Bucket}/model.tar.gz`, Environment: environment },
    }),
  );
};

/** Makes a configuration of that name; a variant is called as its model. */
export const createConfig = async (
  { sagemaker }: SdkClients,
  name: string,
  ...variants: readonly (Partial<ProductionVariant> & { ModelName: string })[]
): Promise<void> => {
  const ProductionVariants = variants.map((variant) => ({
    VariantName: variant.ModelName,
    InstanceType: 'ml.m5.large' as const,
    InitialInstanceCount: 1,
    ...variant,
  }));
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
};

/** Makes model, configuration and endpoint of one name, and waits until it is in service. */
export const serve = async (clients: SdkClients, name: string, model: ServedModel = {}): Promise<void> => {
  await createServedModel(clients, name, model);
  await createConfig(clients, name, { ModelName: name });
  await clients.sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  await untilStatus(clients, name, 'InService');
};

/** Waits until the endpoint has left the statuses of transition. @throws Error when it ends in another one */
export const untilStatus = async (
  { sagemaker }: SdkClients,
  name: string,
  status: string,
): Promise<DescribeEndpointCommandOutput> => {
  const settled = await waitFor(
    async () => {
      const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
      return /ing$/.test(endpoint.EndpointStatus!) ? undefined : endpoint;
    },
    { timeout: 30_000, interval: 25 },
  );
  if (settled.EndpointStatus !== status) {
    throw new Error(`${name} is ${settled.EndpointStatus}, not ${status}: ${settled.FailureReason}`);
  }
  return settled;
};

/** Waits until there is no endpoint of that name. */
export const untilGone = ({ sagemaker }: SdkClients, name: string): Promise<boolean> =>
  waitFor(
    () =>
      sagemaker.send(new DescribeEndpointCommand({ EndpointName: name })).then(
        () => false,
        () => true,
      ),
    { timeout: 30_000 },
  );

/** Invokes with a JSON body and reads the JSON that comes back. */
export const invoke = async (
  { runtime }: SdkClients,
  name: string,
  body: unknown = {},
  more: Partial<InvokeEndpointCommandInput> = {},
): Promise<Seen> => {
  const answer = await runtime.send(
    new InvokeEndpointCommand({
      EndpointName: name,
      ContentType: 'application/json',
      Body: JSON.stringify(body),
      ...more,
    }),
  );
  return JSON.parse(Buffer.from(answer.Body).toString()) as Seen;
};

/** The containers of endpoints that a plane has not cleaned up yet: ids, and the machine's ids of their main processes. */
export const endpointContainers = (dir: string): { id: string; pid: number }[] =>
  readdirSync(join(dir, 'jobs'))
    .filter((id) => id.startsWith('endpoint-'))
    .map((id) => ({ id, pid: Number(readFileSync(join(dir, 'jobs', id, 'state', 'main'), 'utf8').split('\n')[0]) }));
