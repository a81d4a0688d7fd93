/** Transforms the objects of one instance: several at once, each to a file that is uploaded when the job has run. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { EffectContext } from '../../../engine/engine.ts';
import { jobPrincipal } from '../job-principal.ts';
import { logStream, type LogStream } from '../log-stream.ts';
import { openObject, type ChannelItem, type ChannelReader } from '../training/channel-source.ts';
import { dataProcessing } from './data-processing.ts';
import type { Batching } from './mini-batches.ts';
import { ModelClient, type ExecutionParameters } from './model-client.ts';
import { instanceName, TRANSFORM_LOG_GROUP } from './transform-container.ts';
import { inputFile, outputFile, readOutcomes, readShard, recordOutcome, transformFolder } from './transform-folder.ts';
import { objectFailure } from './transform-failure.ts';
import { Slots, transformObject, type ObjectTransform } from './transform-object.ts';
import type { TransformJob } from './transform-job-table.ts';
import { isStopping, type TransformRunResult, type TransformState } from './transform-state.ts';

const MIB = 2 ** 20;
const DEFAULT_TIMEOUT_SECONDS = 600;
const DEFAULT_RETRIES = 3;
const DEFAULT_PAYLOAD_MB = 6;

interface Settings extends Batching {
  readonly concurrent: number;
}

/** The request's setting, else the container's, else SageMaker's. */
const settingsOf = (job: TransformJob, given: ExecutionParameters): Settings => {
  const payloadMb = job.MaxPayloadInMB ?? given.MaxPayloadInMB ?? DEFAULT_PAYLOAD_MB;
  const ofContainer = given.BatchStrategy === 'SINGLE_RECORD' ? 'SingleRecord' : 'MultiRecord';
  return {
    splitType: job.TransformInput!.SplitType === 'Line' ? 'Line' : 'None',
    strategy: job.BatchStrategy ?? ofContainer,
    maxPayload: payloadMb === 0 ? Infinity : payloadMb * MIB,
    concurrent: job.MaxConcurrentTransforms || given.MaxConcurrentTransforms || 1,
  };
};

/** Objects that fail do not end the others; the first failure is the job's. */
export const transformShard = async (
  state: TransformState,
  host: number,
  port: number,
  context: EffectContext,
): Promise<TransformRunResult> => {
  const { job, model } = state;
  const client = new ModelClient({
    port,
    contentType: job.TransformInput!.ContentType,
    accept: job.TransformOutput!.Accept,
    timeoutSeconds: job.ModelClientConfig?.InvocationsTimeoutInSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    maxRetries: job.ModelClientConfig?.InvocationsMaxRetries ?? DEFAULT_RETRIES,
    aborted: context.aborted,
  });
  try {
    const settings = settingsOf(job, await client.executionParameters());
    const name = `${job.TransformJobName!}/${instanceName(job, host)}/data-log`;
    const log = await logStream(context, TRANSFORM_LOG_GROUP, name, model.roleArn);
    await say(log, context, [describeSettings(settings)]);
    return await transformAll(state, host, settings, client, log, context);
  } finally {
    await client.close();
  }
};

const describeSettings = ({ concurrent, maxPayload, strategy }: Settings): string =>
  `MaxConcurrentTransforms=${concurrent}, MaxPayloadInMB=${maxPayload === Infinity ? 0 : maxPayload / MIB}, ` +
  `BatchStrategy=${strategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD'}`;

const say = (log: LogStream, { plane }: EffectContext, lines: readonly string[]): Promise<void> => {
  const time = new Date(plane.clock.now()).toISOString().replace('Z', '');
  return log.put(lines.map((line) => `${time}:[sagemaker logs]: ${line}`));
};

const transformAll = async (
  { job, creator, model }: TransformState,
  host: number,
  settings: Settings,
  client: ModelClient,
  log: LogStream,
  context: EffectContext,
): Promise<TransformRunResult> => {
  const folder = transformFolder(context, job);
  const principal = model.roleArn === undefined ? creator : jobPrincipal(model.roleArn);
  const caller = { principal, region: context.ref.region };
  const reader: ChannelReader = { context, caller, roleArn: model.roleArn ?? principal.arn, links: false };
  const items = await readShard(folder, host);
  const outcomes = await readOutcomes(folder, host);
  const failures = new Map<number, string>();
  for (const { index, failureReason } of outcomes.values()) if (failureReason) failures.set(index, failureReason);
  const how: ObjectTransform = {
    batching: settings,
    processing: dataProcessing(job.DataProcessing, job.TransformInput!, job.TransformOutput!),
    assembleLines: job.TransformOutput!.AssembleWith === 'Line',
    slots: new Slots(settings.concurrent),
    invoke: (payload) => {
      if (isStopping(context)) throw new Error('The job stops');
      return client.invoke(payload);
    },
  };

  const transformOne = async (index: number, item: ChannelItem): Promise<void> => {
    const input = inputFile(folder, host, index);
    try {
      await fetchObject(reader, item, job.TransformInput!.CompressionType === 'Gzip', input);
      await transformObject(input, outputFile(folder, host, index), how);
      await recordOutcome(folder, host, { index });
    } catch (error) {
      context.aborted.throwIfAborted();
      const failure = objectFailure(error);
      if (!failure) throw error;
      const { failureReason, lines } = failure;
      await say(
        log,
        context,
        lines.map((line) => `${item.bucket}/${item.key}: ${line}`),
      );
      await recordOutcome(folder, host, { index, failureReason });
      failures.set(index, failureReason);
    } finally {
      await rm(input, { force: true });
    }
  };

  const left = items.map((item, index) => ({ item, index })).filter(({ index }) => !outcomes.has(index));
  const queue = left.values();
  const worker = async (): Promise<void> => {
    for (const { item, index } of queue) {
      context.aborted.throwIfAborted();
      if (isStopping(context)) return;
      await transformOne(index, item);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.min(settings.concurrent, left.length) }, worker));
  for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
  const first = [...failures.keys()].sort((one, other) => one - other)[0];
  return first === undefined ? {} : { failureReason: failures.get(first)! };
};

const fetchObject = async (
  reader: ChannelReader,
  { bucket, key }: ChannelItem,
  gzip: boolean,
  file: string,
): Promise<void> => {
  const body = await openObject(reader, bucket, key);
  const options = { signal: reader.context.aborted };
  if (gzip) await pipeline(body, createGunzip(), createWriteStream(file), options);
  else await pipeline(body, createWriteStream(file), options);
};
