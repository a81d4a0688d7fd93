/** The CloudWatch log stream of a container, as its job writes it. */
import type { EffectContext } from '../../engine/engine.ts';

export interface LogStream {
  put(lines: readonly string[]): Promise<void>;
}

/** CloudWatch's bounds on one PutLogEvents. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;
const MAX_EVENT_BYTES = 262_144 - EVENT_OVERHEAD;

const alreadyThere = (error: unknown): void => {
  if ((error as { code?: string }).code !== 'ResourceAlreadyExistsException') throw error;
};

/** Makes the group and the stream when they are not there. */
export const logStream = async ({ plane, ref }: EffectContext, group: string, stream: string): Promise<LogStream> => {
  const caller = {
    principal: {
      accountId: ref.accountId,
      arn: `arn:aws:iam::${ref.accountId}:role/aws-service-role/sagemaker`,
      userId: 'AROA',
      accessKeyId: 'ASIA',
    },
    region: ref.region,
  };
  const names = { logGroupName: group, logStreamName: stream };
  await plane.call('logs', 'CreateLogGroup', { logGroupName: group }, caller).catch(alreadyThere);
  await plane.call('logs', 'CreateLogStream', names, caller).catch(alreadyThere);
  return {
    put: async (lines) => {
      for (const batch of batches(lines)) {
        const timestamp = plane.clock.now();
        const logEvents = batch.map((message) => ({ timestamp, message }));
        await plane.call('logs', 'PutLogEvents', { ...names, logEvents }, caller);
      }
    },
  };
};

/** Lines within CloudWatch's bounds; an empty line is not an event, one that is too long is cut. */
function* batches(lines: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    if (line === '') continue;
    const text =
      Buffer.byteLength(line) > MAX_EVENT_BYTES
        ? Buffer.from(line).subarray(0, MAX_EVENT_BYTES).toString('utf8')
        : line;
    const size = Buffer.byteLength(text) + EVENT_OVERHEAD;
    if (batch.length === MAX_EVENTS || bytes + size > MAX_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(text);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
