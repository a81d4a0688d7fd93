/** Brings the records of a journal to SageMaker and S3, in order. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeTrialComponentCommand,
  UpdateTrialComponentCommand,
  type TrialComponentArtifact,
} from '@aws-sdk/client-sagemaker';
import { Upload } from '@aws-sdk/lib-storage';
import { BatchPutMetricsCommand } from '@gradus/client-sagemaker-metrics';
import { ensureBucket } from './ensure-bucket.ts';
import { errors } from './errors.ts';
import type {
  ArtifactRecord,
  CloseRecord,
  LoggedRecord,
  MetricRecord,
  OpenRecord,
  ParameterRecord,
} from './journal-record.ts';
import type { RunClients } from './run-context.ts';

/** What BatchPutMetrics takes in one call. */
const METRICS_PER_CALL = 10;
const MESSAGE_CHARACTERS = 1024;

export interface Delivery {
  readonly clients: RunClients;
  readonly open: OpenRecord;
  /** The journal's folder. */
  readonly dir: string;
}

const isMetric = (record: LoggedRecord): record is MetricRecord => record.type === 'metric';
const isParameter = (record: LoggedRecord): record is ParameterRecord => record.type === 'parameter';

/** How many of the records from `from` on go in one call: metrics ten at a time, parameters together. */
export const callLength = (records: readonly LoggedRecord[], from: number): number => {
  const first = records[from]!;
  if (!isMetric(first) && !isParameter(first)) return 1;
  const most = isMetric(first) ? METRICS_PER_CALL : Infinity;
  let length = 1;
  while (length < most && records[from + length]?.type === first.type) length += 1;
  return length;
};

/** Delivers records of one call. Twice the same metrics would count twice; everything else can be repeated. */
export const deliverCall = async (delivery: Delivery, records: readonly LoggedRecord[]): Promise<void> => {
  const [first] = records;
  if (first!.type === 'metric') await putMetrics(delivery, records.filter(isMetric));
  else if (first!.type === 'parameter') await putParameters(delivery, records.filter(isParameter));
  else if (first!.type === 'artifact') await putArtifact(delivery, first!);
  else await putStatus(delivery, first!);
};

const update = async ({ clients, open }: Delivery, change: object): Promise<void> => {
  await clients.sagemaker.send(new UpdateTrialComponentCommand({ TrialComponentName: open.component, ...change }));
};

const putMetrics = async ({ clients, open }: Delivery, metrics: readonly MetricRecord[]): Promise<void> => {
  const { Errors } = await clients.metrics.send(
    new BatchPutMetricsCommand({
      TrialComponentName: open.component.toLowerCase(),
      MetricData: metrics.map(({ name, value, step, at }) => ({
        ...{ MetricName: name, Value: value, Step: step, Timestamp: new Date(at) },
      })),
    }),
  );
  const [refusal] = Errors ?? [];
  if (!refusal) return;
  const metric = metrics[refusal.MetricIndex ?? 0]!;
  throw errors.make('RUN_NOT_DELIVERED', `SageMaker refused a value of metric ${metric.name}: ${refusal.Code}`, {
    got: metric,
  });
};

const putParameters = (delivery: Delivery, parameters: readonly ParameterRecord[]): Promise<void> =>
  update(delivery, {
    Parameters: Object.fromEntries(
      parameters.map(({ name, value }) => [
        name,
        typeof value === 'number' ? { NumberValue: value } : { StringValue: value },
      ]),
    ),
  });

const putArtifact = async (delivery: Delivery, record: ArtifactRecord): Promise<void> => {
  const { name, input, mediaType, uri, file } = record;
  const artifact: TrialComponentArtifact = {
    Value: uri ?? (await upload(delivery, file!, mediaType)),
    ...(mediaType !== undefined && { MediaType: mediaType }),
  };
  await update(delivery, { [input ? 'InputArtifacts' : 'OutputArtifacts']: { [name]: artifact } });
};

const upload = async (
  { clients, open, dir }: Delivery,
  { kept, name }: { readonly kept: string; readonly name: string },
  mediaType: string | undefined,
): Promise<string> => {
  const { bucket, prefix } = open.folder;
  await ensureBucket(clients.s3, bucket);
  const params = { Bucket: bucket, Key: `${prefix}${name}`, Body: createReadStream(join(dir, kept)) };
  await new Upload({
    client: clients.s3,
    params: { ...params, ...(mediaType !== undefined && { ContentType: mediaType }) },
  }).done();
  return `s3://${bucket}/${prefix}${name}`;
};

const putStatus = async (delivery: Delivery, { status, message, at }: CloseRecord): Promise<void> => {
  if (delivery.open.ofJob) return;
  const text = message?.slice(0, MESSAGE_CHARACTERS).replaceAll('\n', ' ');
  await update(delivery, {
    Status: { PrimaryStatus: status, ...(text !== undefined && { Message: text }) },
    EndTime: new Date(at),
  });
};

/**
 * How many of the records are delivered, when the process died while it sent those from `sent` to `sending`: the run is
 * the only writer of its metrics, so that their counts tell.
 */
export const settleDoubt = async (
  { clients, open }: Delivery,
  records: readonly LoggedRecord[],
  sent: number,
  sending: number,
): Promise<number> => {
  const doubtful = records.slice(sent, sending).filter(isMetric);
  if (doubtful.length === 0) return sent;
  const { Metrics } = await clients.sagemaker.send(
    new DescribeTrialComponentCommand({ TrialComponentName: open.component }),
  );
  const { name } = doubtful[0]!;
  const before = records.slice(0, sent).filter((record) => isMetric(record) && record.name === name).length;
  const kept = Metrics?.find(({ MetricName }) => MetricName === name)?.Count ?? 0;
  return kept > (open.counts[name] ?? 0) + before ? sending : sent;
};
