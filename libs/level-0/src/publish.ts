/** `publish`: the notebook runs as a training job, and its result becomes a version that waits for approval. */
import { createHash } from 'node:crypto';
import { basename, posix } from 'node:path';
import { isUnreachable } from '@gradus/aws';
import { uniqueName, type LoadedModel } from '@gradus/core';
import { registerVersion, type ModelVersion } from '@gradus/model-registry';
import {
  type DataChannel,
  type JobProgress,
  type Parameters,
  type RunRecord,
  bundleSource,
  ensureBucket,
  exists,
  followTrainingJob,
  mergeParameters,
  provenanceOf,
  putBytes,
  readData,
  readRunRecord,
  readTrainingResult,
  requireTrainingJob,
  s3Uri,
  startTrainingJob,
  uploadData,
  writeRunRecord,
} from '@gradus/training';
import type { Level0Context } from './context.ts';
import { errors } from './errors.ts';
import { declaredEndpoint } from './served-model.ts';

export interface PublishProgress extends JobProgress {
  /** A stage began: `code`, `data`, `train`, `register`. */
  onStage?: (stage: PublishStage, detail: string) => void;
}

export type PublishStage = 'code' | 'data' | 'train' | 'register';

export interface PublishOptions extends PublishProgress {
  readonly parameters?: Parameters;
  readonly data?: readonly DataChannel[];
}

/**
 * Runs the model's notebook or script as a training job and registers what it made.
 *
 * @throws GradusError ENDPOINT_NOT_DECLARED, PARAMETER_UNKNOWN, PARAMETER_INVALID, PREDICT_BROKEN, DATA_CHANNEL_UNKNOWN, DATA_CHANNEL_INVALID, DATA_NOT_FOUND,
 * DATA_EMPTY before anything is made; PUBLISH_CUT_OFF with the command that goes on; JOB_FAILED, ARTIFACT_INCOMPLETE, ARTIFACT_INVALID after the job has
 * ended
 */
export async function publish(
  loaded: LoadedModel,
  context: Level0Context,
  options: PublishOptions = {},
): Promise<ModelVersion> {
  const { model, root } = loaded;
  const { environment, clients, workspace } = context;
  const parameters = mergeParameters(model.notebook.parameters, options.parameters ?? {});
  const endpoint = declaredEndpoint(model);
  const data = await readData(model.notebook.channels, options.data ?? []);

  options.onStage?.('code', `bundling ${model.name}`);
  const [source, provenance] = await Promise.all([bundleSource(root, endpoint.predict), provenanceOf(workspace)]);
  await ensureBucket(clients.s3, environment.bucket);
  const codeKey = environment.key(model.name, 'code', source.sha256, 'sourcedir.tar.gz');
  if (!(await exists(clients.s3, environment.bucket, codeKey))) {
    await putBytes(clients.s3, environment.bucket, codeKey, source.archive, 'application/gzip');
  }
  const channels = await uploadData(context, model.name, data, (file) => options.onStage?.('data', file));

  const job = uniqueName(model.name);
  const record: RunRecord = {
    model: model.name,
    code: s3Uri(environment.bucket, codeKey),
    notebook: posix.normalize(model.notebook.file),
    parameters,
    provenance,
    image: environment.images.serving,
    instanceType: endpoint.instanceType,
    gates: Object.keys(model.gates),
  };
  await writeRunRecord(context, job, record);
  options.onStage?.('train', job);
  return saidHowToResume(model.name, job, async () => {
    await startTrainingJob(context, job, record, model.notebook, channels);
    return finish(context, job, record, options);
  });
}

/**
 * Goes on with a job that an earlier `publish` made and did not live to register: watches it to its end and registers it. A job that is
 * registered already answers with its version.
 *
 * @throws GradusError JOB_NOT_FOUND, JOB_FOREIGN, and what {@link publish} throws once the job is made
 */
export async function resumePublish(
  loaded: LoadedModel,
  context: Level0Context,
  job: string,
  progress: PublishProgress = {},
): Promise<ModelVersion> {
  await requireTrainingJob(context, job);
  const record = await readRunRecord(context, loaded, job);
  progress.onStage?.('train', job);
  return saidHowToResume(loaded.model.name, job, () => finish(context, job, record, progress));
}

/** The job goes on when the caller's connection is lost: the error says with what command the caller does. */
async function saidHowToResume<T>(model: string, job: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw errors.make('PUBLISH_CUT_OFF', `the connection was lost before training job ${job} was registered`, {
      got: job,
      remedy: `Go on with it: gradus publish ${model} --resume ${job}`,
      cause: error,
    });
  }
}

/** All that is registered comes from the record and the job, so that a repeat asks for the very same version. */
async function finish(
  context: Level0Context,
  job: string,
  record: RunRecord,
  progress: PublishProgress,
): Promise<ModelVersion> {
  const { clients } = context;
  const done = await followTrainingJob(context, job, progress);
  progress.onStage?.('register', record.model);
  const { metrics, dataset, files } = await readTrainingResult(context, done, record);
  const kept = await keepFiles(context, job, record, files);
  const { commit, dirty, repository, lockfileSha256 } = record.provenance;
  const { seed } = record.parameters;
  return registerVersion(clients, {
    group: record.model,
    description: `${record.model} by training job ${job}`,
    image: record.image,
    artifact: done.ModelArtifacts!.S3ModelArtifacts!,
    instanceTypes: [record.instanceType],
    generatedBy: done.TrainingJobArn!,
    clientToken: createHash('sha256').update(done.TrainingJobArn!).digest('hex').slice(0, 36),
    ...(repository === undefined ? {} : { repository }),
    facts: {
      trainingJob: job,
      ...(commit === undefined ? {} : { commit }),
      ...(dirty === undefined ? {} : { dirty }),
      ...(lockfileSha256 === undefined ? {} : { lockfileSha256 }),
      ...(typeof seed === 'number' ? { seed } : {}),
      dataset: { name: dataset.name, rows: dataset.rows, sha256: dataset.sha256, source: dataset.source },
      code: record.code,
      ...kept,
      metrics: gatedFirst(metrics, record.gates),
    },
  });
}

const gatedFirst = (
  metrics: Readonly<Record<string, number>>,
  gates: readonly string[],
): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(gates.flatMap((name) => (name in metrics ? [[name, metrics[name]!]] : []))),
  ...metrics,
});

/** Puts what a reader of the registry wants to see where it can be read without unpacking an archive. */
async function keepFiles(
  { clients, environment }: Level0Context,
  job: string,
  { model, notebook, parameters }: RunRecord,
  { evaluation, signature, program }: Readonly<Record<'evaluation' | 'signature' | 'program', Buffer>>,
): Promise<Readonly<Record<'evaluation' | 'signature' | 'notebook' | 'parameters', string>>> {
  const put = (file: string, body: Buffer, contentType: string): Promise<string> =>
    putBytes(clients.s3, environment.bucket, environment.key(model, 'versions', job, file), body, contentType);
  const written = Buffer.from(JSON.stringify(parameters, undefined, 2));
  const uris = await Promise.all([
    put('evaluation.json', evaluation, 'application/json'),
    put('signature.json', signature, 'application/json'),
    notebook.endsWith('.ipynb')
      ? put('notebook.ipynb', program, 'application/x-ipynb+json')
      : put(basename(notebook), program, 'text/x-python'),
    put('parameters.json', written, 'application/json'),
  ]);
  return { evaluation: uris[0], signature: uris[1], notebook: uris[2], parameters: uris[3] };
}
