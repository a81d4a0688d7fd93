/** `publish`: the notebook runs as a training job, and its result becomes a version that waits for approval. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  type Channel,
  type DescribeTrainingJobCommandOutput,
  type MetricDefinition,
} from '@aws-sdk/client-sagemaker';
import { uniqueName, type LoadedModel } from '@gradus/core';
import { registerVersion, type ModelVersion } from '@gradus/model-registry';
import { readArchive } from './artifact.ts';
import type { Level0Context } from './context.ts';
import { readFolder, type DataChannel } from './data-channel.ts';
import { errors } from './errors.ts';
import { ensureBucket, exists, getJson, getStream, putBytes, putFolder, putJson, s3Uri } from './objects.ts';
import { asHyperParameters, mergeParameters, type Parameters } from './parameters.ts';
import { provenanceOf, type Provenance } from './provenance.ts';
import { bundleSource } from './source-bundle.ts';
import { followTrainingJob, type JobProgress } from './training-job.ts';

export interface PublishProgress extends JobProgress {
  /** A stage began: `code`, `data`, `train`, `register`. */
  onStage?: (stage: PublishStage, detail: string) => void;
}

export type PublishStage = 'code' | 'data' | 'train' | 'register';

export interface PublishOptions extends PublishProgress {
  readonly parameters?: Parameters;
  readonly data?: readonly DataChannel[];
}

/** What a run is registered with once it has completed; it stands in S3 from before the job is made, so that a repeat can go on. */
interface RunRecord {
  readonly model: string;
  readonly code: string;
  readonly parameters: Parameters;
  readonly provenance: Provenance;
}

/** What the notebook leaves beside the model, as `docs/contract.md` says. */
interface Evaluation {
  readonly metrics: Readonly<Record<string, number>>;
}
interface Dataset {
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
  readonly source: string;
}

/**
 * Runs the model's notebook as a training job and registers what it made.
 *
 * @throws GradusError PARAMETER_UNKNOWN, PREDICT_BROKEN, DATA_NOT_FOUND, DATA_EMPTY before anything is made;
 * JOB_FAILED, ARTIFACT_INCOMPLETE after the job has ended
 */
export async function publish(
  loaded: LoadedModel,
  context: Level0Context,
  options: PublishOptions = {},
): Promise<ModelVersion> {
  const { model, root } = loaded;
  const { environment, clients, workspace } = context;
  const parameters = mergeParameters(model.notebook.parameters, options.parameters ?? {});

  options.onStage?.('code', `bundling ${model.name}`);
  const [source, provenance] = await Promise.all([
    bundleSource(root, model.serve.endpoint.predict),
    provenanceOf(workspace),
  ]);
  await ensureBucket(clients.s3, environment.bucket);
  const codeKey = environment.key(model.name, 'code', source.sha256, 'sourcedir.tar.gz');
  if (!(await exists(clients.s3, environment.bucket, codeKey))) {
    await putBytes(clients.s3, environment.bucket, codeKey, source.archive, 'application/gzip');
  }
  const code = s3Uri(environment.bucket, codeKey);
  const channels = await uploadChannels(loaded, context, options);

  const job = uniqueName(model.name);
  const record: RunRecord = { model: model.name, code, parameters, provenance };
  await putJson(clients.s3, environment.bucket, recordKey(context, model.name, job), record);
  options.onStage?.('train', job);
  await clients.sagemaker.send(
    new CreateTrainingJobCommand({
      TrainingJobName: job,
      RoleArn: environment.roleArn,
      AlgorithmSpecification: {
        TrainingImage: environment.images.notebook,
        TrainingInputMode: 'File',
        ...(Object.keys(model.gates).length > 0 && {
          MetricDefinitions: Object.keys(model.gates).map(metricDefinition),
        }),
      },
      HyperParameters: {
        ...asHyperParameters(parameters),
        sagemaker_program: posix.normalize(model.notebook.file),
        sagemaker_submit_directory: code,
      },
      ...(channels.length > 0 && { InputDataConfig: channels }),
      OutputDataConfig: { S3OutputPath: s3Uri(environment.bucket, environment.key(model.name, 'training')) },
      ResourceConfig: { InstanceType: model.notebook.instanceType as never, InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    }),
  );
  return finish(loaded, context, job, options);
}

/**
 * Goes on with a job that an earlier `publish` made and did not live to register: watches it to its end and registers it. A job that is
 * registered already answers with its version.
 *
 * @throws GradusError JOB_NOT_FOUND, and what {@link publish} throws after the job has ended
 */
export async function resumePublish(
  loaded: LoadedModel,
  context: Level0Context,
  job: string,
  progress: PublishProgress = {},
): Promise<ModelVersion> {
  progress.onStage?.('train', job);
  return finish(loaded, context, job, progress);
}

async function finish(
  loaded: LoadedModel,
  context: Level0Context,
  job: string,
  progress: PublishProgress,
): Promise<ModelVersion> {
  const { clients, environment } = context;
  const { model } = loaded;
  await requireJob(context, job);
  const done = await followTrainingJob(context, job, progress);
  progress.onStage?.('register', model.name);
  const run = await getJson<RunRecord>(clients.s3, s3Uri(environment.bucket, recordKey(context, model.name, job)));
  const result = await readResult(context, done, model.notebook.file);
  const put = (file: string, body: Buffer, contentType: string): Promise<string> =>
    putBytes(clients.s3, environment.bucket, environment.key(model.name, 'versions', job, file), body, contentType);
  const [evaluation, signature, notebook, parameters] = await Promise.all([
    put('evaluation.json', result.evaluation, 'application/json'),
    put('signature.json', result.signature, 'application/json'),
    put('notebook.ipynb', result.notebook, 'application/x-ipynb+json'),
    put('parameters.json', Buffer.from(JSON.stringify(run.parameters, undefined, 2)), 'application/json'),
  ]);
  const { metrics } = JSON.parse(result.evaluation.toString('utf8')) as Evaluation;
  const { commit, dirty, repository, lockfileSha256 } = run.provenance;
  return registerVersion(clients, {
    group: model.name,
    description: `${model.name} by training job ${job}`,
    image: environment.images.serving,
    artifact: done.ModelArtifacts!.S3ModelArtifacts!,
    instanceTypes: [model.serve.endpoint.instanceType],
    generatedBy: done.TrainingJobArn!,
    clientToken: createHash('sha256').update(done.TrainingJobArn!).digest('hex').slice(0, 36),
    ...(repository === undefined ? {} : { repository }),
    facts: {
      trainingJob: job,
      ...(commit === undefined ? {} : { commit }),
      ...(dirty === undefined ? {} : { dirty }),
      ...(lockfileSha256 === undefined ? {} : { lockfileSha256 }),
      dataset: JSON.parse(result.dataset.toString('utf8')) as Dataset,
      seed: Number(run.parameters['seed'] ?? 0),
      code: run.code,
      notebook,
      parameters,
      evaluation,
      signature,
      metrics,
    },
  });
}

/** A metric that the notebook prints as `name=value;`. */
const metricDefinition = (metric: string): MetricDefinition => ({
  Name: metric,
  Regex: `${metric.replaceAll(/[^A-Za-z0-9_]/g, '\\$&')}=([-+0-9.eE]+);`,
});

const recordKey = ({ environment }: Level0Context, model: string, job: string): string =>
  environment.key(model, 'runs', `${job}.json`);

async function requireJob({ clients }: Level0Context, job: string): Promise<void> {
  try {
    await clients.sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: job }));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFound' && (error as Error).name !== 'ValidationException') throw error;
    throw errors.make('JOB_NOT_FOUND', `there is no training job ${job}`, {
      got: job,
      remedy: 'Publish anew without --resume.',
      cause: error,
    });
  }
}

async function uploadChannels(
  { model }: LoadedModel,
  { clients, environment }: Level0Context,
  { data = [], onStage }: PublishOptions,
): Promise<Channel[]> {
  const channels: Channel[] = [];
  for (const channel of data) {
    let uri = channel.source;
    if (!uri.startsWith('s3://')) {
      const content = await readFolder(channel);
      const prefix = environment.key(model.name, 'data', channel.name, content.sha256);
      uri = await putFolder(clients.s3, environment.bucket, prefix, channel.source, content, (file) =>
        onStage?.('data', file),
      );
    }
    channels.push({
      ChannelName: channel.name,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' } },
    });
  }
  return channels;
}

interface TrainingResult {
  readonly evaluation: Buffer;
  readonly signature: Buffer;
  readonly dataset: Buffer;
  readonly notebook: Buffer;
}

/** @throws GradusError ARTIFACT_INCOMPLETE */
async function readResult(
  { clients }: Level0Context,
  job: DescribeTrainingJobCommandOutput,
  program: string,
): Promise<TrainingResult> {
  const artifact = job.ModelArtifacts!.S3ModelArtifacts!;
  const output = artifact.replace(/model\.tar\.gz$/, 'output.tar.gz');
  const executed = program.split('/').at(-1)!;
  const left = await readArchive(await getStream(clients.s3, artifact), (path) =>
    /^(evaluation|signature|dataset)\.json$/.test(path),
  );
  const made = await readArchive(await getStream(clients.s3, output), (path) => path === executed);
  const pick = (files: Map<string, Buffer>, name: string, where: string): Buffer => {
    const file = files.get(name);
    if (file) return file;
    throw errors.make('ARTIFACT_INCOMPLETE', `${artifact} lacks ${name}`, {
      got: [...files.keys()],
      allowed: ['evaluation.json', 'signature.json', 'dataset.json'],
      remedy: `Let the notebook write ${name} to ${where}.`,
    });
  };
  return {
    evaluation: pick(left, 'evaluation.json', 'SM_MODEL_DIR'),
    signature: pick(left, 'signature.json', 'SM_MODEL_DIR'),
    dataset: pick(left, 'dataset.json', 'SM_MODEL_DIR'),
    notebook: pick(made, executed, 'SM_OUTPUT_DATA_DIR'),
  };
}
