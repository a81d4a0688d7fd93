/** `register`: a model that was trained elsewhere becomes a version that waits for approval, like a published one. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CopyObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Mistake } from '@gradus/core';
import { inspectArchive, registerVersion, type Archive, type ModelVersion } from '@gradus/model-registry';
import { validateNotebook } from '@gradus/notebook';
import { compileSignature } from '@gradus/serving';
import { ensureBucket, exists, putBytes, s3Uri } from '@gradus/training';
import type { Level0Context } from './context.ts';
import { errors } from './errors.ts';
import { declaredEndpoint, type ServedModel } from './served-model.ts';

export interface ModelToRegister {
  /** Path or `s3://…` of a `model.tar.gz`. */
  readonly archive: string;
  /** Serving image; the environment's own when absent. */
  readonly image?: string | undefined;
  /** Path of JSON: numbers by name, alone or under `metrics`. */
  readonly metrics?: string | undefined;
  /** Path of JSON: `input` and `output`, JSON Schemas. */
  readonly signature?: string | undefined;
  /** Path of the notebook that it was trained with. */
  readonly notebook?: string | undefined;
}

interface Source {
  open(): Promise<Readable>;
  /** Puts the very bytes that were inspected. */
  put(bucket: string, key: string, archive: Archive): Promise<void>;
}

/** 1 to 36 characters, as of a declared model: names of endpoints and configurations are made of it. */
const NAME = /^(?=.{1,36}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Checks everything before anything is made, keeps it under the hash of its content, and registers it. A repeat with the same content
 * answers with the version that is there.
 *
 * @throws GradusError NAME_INVALID, ENDPOINT_NOT_DECLARED, ARCHIVE_NOT_FOUND, ARCHIVE_INVALID, METRICS_INVALID, SIGNATURE_INVALID, FILE_UNREADABLE,
 * NOTEBOOK_INVALID
 */
export async function register(
  { model }: ServedModel,
  { clients, environment }: Pick<Level0Context, 'clients' | 'environment'>,
  given: ModelToRegister,
): Promise<ModelVersion> {
  if (!NAME.test(model.name)) {
    throw errors.make('NAME_INVALID', `${JSON.stringify(model.name)} cannot name a model`, {
      got: model.name,
      allowed: ['1 to 36 characters: lower-case letters, digits and single dashes, beginning with a letter'],
      remedy: 'Choose such a name: those of AWS resources are made from it.',
    });
  }
  const { instanceType } = declaredEndpoint(model);
  const [metrics, signature, notebook] = await Promise.all([
    given.metrics === undefined ? {} : readMetrics(given.metrics),
    given.signature === undefined ? undefined : readSignature(given.signature),
    given.notebook === undefined ? undefined : readNotebookText(given.notebook),
  ]);
  const source = given.archive.startsWith('s3://')
    ? await fromS3(clients.s3, given.archive)
    : await fromFile(clients.s3, given.archive);
  const archive = await inspectArchive(await source.open(), given.archive);

  const image = given.image ?? environment.images.serving;
  const evaluation = Buffer.from(`${JSON.stringify({ metrics }, undefined, 2)}\n`);
  const place = `${environment.bucket}/${environment.key(model.name)}`;
  const id = hashOf(place, archive.sha256, image, instanceType, evaluation, signature ?? '', notebook ?? '');
  const { bucket } = environment;
  const key = (...path: readonly string[]): string => environment.key(model.name, 'registered', ...path);
  await ensureBucket(clients.s3, bucket);
  const artifactKey = key('archives', archive.sha256, 'model.tar.gz');
  if (!(await exists(clients.s3, bucket, artifactKey))) await source.put(bucket, artifactKey, archive);
  const put = (file: string, body: Buffer, type: string): Promise<string> =>
    putBytes(clients.s3, bucket, key(id, file), body, type);
  return registerVersion(clients, {
    group: model.name,
    description: `${model.name}, trained elsewhere`,
    image,
    artifact: s3Uri(bucket, artifactKey),
    instanceTypes: [instanceType],
    clientToken: id.slice(0, 36),
    facts: {
      artifactSha256: archive.sha256,
      evaluation: await put('evaluation.json', evaluation, 'application/json'),
      ...(signature && { signature: await put('signature.json', signature, 'application/json') }),
      ...(notebook && { notebook: await put('notebook.ipynb', notebook, 'application/x-ipynb+json') }),
      metrics,
    },
  });
}

const hashOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest('hex');
};

const fromFile = async (s3: Level0Context['clients']['s3'], path: string): Promise<Source> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw archiveIsFolder(path);
  if (!found?.isFile()) throw archiveNotFound(path, 'a file');
  return {
    open: () => Promise.resolve(createReadStream(path)),
    put: async (Bucket, Key, { bytes, sha256 }) => {
      const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
      const Body = createReadStream(path);
      await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: bytes, ChecksumSHA256 }));
    },
  };
};

const fromS3 = async (s3: Level0Context['clients']['s3'], uri: string): Promise<Source> => {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (Bucket === undefined || Key === undefined) throw archiveNotFound(uri, 's3://<bucket>/<key>');
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key })).catch((error: unknown) => {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== 404) throw error;
    throw archiveNotFound(uri, 'an object that you may read');
  });
  const etag = head.ETag!;
  return {
    open: async () => (await s3.send(new GetObjectCommand({ Bucket, Key, IfMatch: etag }))).Body as Readable,
    put: async (bucket, key) => {
      const CopySource = `${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`;
      await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: key, CopySource, CopySourceIfMatch: etag }));
    },
  };
};

const archiveNotFound = (got: string, what: string) =>
  errors.make('ARCHIVE_NOT_FOUND', `${got} is not there`, {
    got,
    allowed: [what],
    remedy: 'Give the path of a model.tar.gz, or s3://<bucket>/<key>.',
  });

const archiveIsFolder = (got: string) =>
  errors.make('ARCHIVE_NOT_FOUND', `${got} is a folder, not a model.tar.gz`, {
    got,
    allowed: ['a file'],
    remedy: `Make it with: tar -czf model.tar.gz -C ${got} .`,
  });

const readText = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw errors.make('FILE_UNREADABLE', code === 'ENOENT' ? `${path} is not there` : `${path}: ${message}`, {
      got: path,
      remedy: 'Give the path of a file that you may read.',
      cause: error,
    });
  });

const parse = (path: string, text: Buffer, code: 'METRICS_INVALID' | 'SIGNATURE_INVALID' | 'NOTEBOOK_NOT_JSON') => {
  try {
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch (error) {
    throw errors.make(code, `${path} is not JSON: ${(error as Error).message}`, {
      got: path,
      remedy: '`gradus register --help` says what each file holds.',
      cause: error,
    });
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readMetrics = async (path: string): Promise<Readonly<Record<string, number>>> => {
  const whole = parse(path, await readText(path), 'METRICS_INVALID');
  const metrics = isRecord(whole) && isRecord(whole['metrics']) ? whole['metrics'] : whole;
  const allowed = ['{ "accuracy": 0.93 }', '{ "metrics": { "accuracy": 0.93 } }'];
  if (!isRecord(metrics)) {
    throw errors.make('METRICS_INVALID', `${path} holds no numbers by name`, { got: metrics, allowed });
  }
  const mistakes = Object.entries(metrics).flatMap(([name, value]): Mistake[] => {
    if (!/^[A-Za-z0-9_.:/=+@ -]{1,120}$/.test(name)) {
      return [
        { path: name, message: 'is not the name of a metric', allowed: ['1 to 120 of A-Z a-z 0-9 _ . : / = + - @'] },
      ];
    }
    return typeof value === 'number' ? [] : [{ path: name, message: 'is not a number', got: value }];
  });
  if (mistakes.length > 0) {
    throw errors.make('METRICS_INVALID', `${path} is no JSON of metrics`, {
      got: metrics,
      allowed,
      mistakes,
    });
  }
  return metrics as Readonly<Record<string, number>>;
};

const readSignature = async (path: string): Promise<Buffer> => {
  const text = await readText(path);
  const signature = parse(path, text, 'SIGNATURE_INVALID');
  const mistakes = (['input', 'output'] as const).flatMap((side): Mistake[] => {
    const schema = isRecord(signature) ? signature[side] : undefined;
    if (!isRecord(schema))
      return [{ path: side, message: 'is not a JSON Schema', got: schema, allowed: ['an object'] }];
    try {
      compileSignature(schema);
      return [];
    } catch (error) {
      return [{ path: side, message: `is not a JSON Schema: ${(error as Error).message}`, got: schema }];
    }
  });
  if (mistakes.length === 0) return text;
  throw errors.make('SIGNATURE_INVALID', `${path} is no signature`, {
    got: signature,
    allowed: ['{ "input": <JSON Schema>, "output": <JSON Schema> }'],
    mistakes,
  });
};

const readNotebookText = async (path: string): Promise<Buffer> => {
  const text = await readText(path);
  validateNotebook(parse(path, text, 'NOTEBOOK_NOT_JSON'), path);
  return text;
};
