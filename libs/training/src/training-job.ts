/** A training job from the caller's side: made, watched until it ends, its log shown as it comes. */
import {
  GetLogEventsCommand,
  DescribeLogStreamsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTrainingJobCommand, type DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { waitFor } from '@gradus/aws';
import type { TrainingContext } from './context.ts';
import { errors } from './errors.ts';

const LOG_GROUP = '/aws/sagemaker/TrainingJobs';
/** SageMaker's own bound on a training job, 28 days. */
const LONGEST_MS = 28 * 86_400_000;
const ENDED = new Set(['Completed', 'Failed', 'Stopped']);

export interface JobProgress {
  /** The secondary status changed, e.g. `Downloading`, `Training`, `Uploading`. */
  onStatus?: (status: string) => void;
  onLogLine?: (line: string) => void;
  /** Ends the watching; the job goes on. */
  readonly signal?: AbortSignal;
}

/**
 * Watches a job to its end.
 * @throws GradusError JOB_FAILED with AWS's `FailureReason` when it ends otherwise than completed
 */
export async function followTrainingJob(
  { clients, environment }: TrainingContext,
  name: string,
  progress: JobProgress,
): Promise<DescribeTrainingJobCommandOutput> {
  const readLog = logReader(clients.logs, name, (line) => progress.onLogLine?.(line));
  const job = await waitFor({
    what: `training job ${name}`,
    look: async () => {
      const looked = await clients.sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
      await readLog();
      return looked;
    },
    name: (looked) => looked.SecondaryStatus ?? '',
    done: (looked) => ENDED.has(looked.TrainingJobStatus ?? ''),
    onChange: (looked) => progress.onStatus?.(looked.SecondaryStatus ?? ''),
    timeoutMs: LONGEST_MS,
    poll: environment.poll,
    ...(progress.signal && { signal: progress.signal }),
  });
  if (job.TrainingJobStatus === 'Completed') return job;
  const reason = job.FailureReason ? `: ${job.FailureReason}` : '';
  throw errors.make('JOB_FAILED', `training job ${name} ended as ${job.TrainingJobStatus}${reason}`, {
    got: job.TrainingJobStatus,
    remedy: `\`gradus logs ${name}\` shows its log.`,
  });
}

/** Reads what is new of the job's log at every call. */
function logReader(logs: CloudWatchLogsClient, job: string, onLine: (line: string) => void): () => Promise<void> {
  const tokens = new Map<string, string | undefined>();
  return async () => {
    if (tokens.size === 0) {
      for (const stream of await streamsOf(logs, job)) tokens.set(stream, undefined);
    }
    for (const [stream, token] of tokens) tokens.set(stream, await readStream(logs, stream, token, onLine));
  };
}

async function streamsOf(logs: CloudWatchLogsClient, job: string): Promise<string[]> {
  try {
    const answer = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: LOG_GROUP, logStreamNamePrefix: `${job}/` }),
    );
    return (answer.logStreams ?? []).map((stream) => stream.logStreamName!);
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return []; // the group comes with the first job that logs
    throw error;
  }
}

async function readStream(
  logs: CloudWatchLogsClient,
  stream: string,
  from: string | undefined,
  onLine: (line: string) => void,
): Promise<string | undefined> {
  let token = from;
  for (;;) {
    const page = await logs.send(
      new GetLogEventsCommand({
        logGroupName: LOG_GROUP,
        logStreamName: stream,
        startFromHead: true,
        ...(token && { nextToken: token }),
      }),
    );
    for (const event of page.events ?? []) onLine(event.message ?? '');
    // The end of a stream is where the token stays the same.
    if (page.nextForwardToken === token || (page.events ?? []).length === 0) return page.nextForwardToken ?? token;
    token = page.nextForwardToken;
  }
}
