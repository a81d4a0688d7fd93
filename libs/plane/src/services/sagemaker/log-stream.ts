/** The CloudWatch log stream of a container, as its job writes it. */
import type { EffectContext } from '../../engine/engine.ts';
import { jobPrincipal, servicePrincipal } from './job-principal.ts';

export interface LogStream {
  /**
   * Writes within the turn of the call, so that what its caller writes in that turn too commits together with the lines;
   * resolves when they are durable.
   */
  put(lines: readonly string[]): Promise<void>;
}

/** CloudWatch's bounds on one PutLogEvents. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;
/** Docker's log driver for CloudWatch splits lines here. */
const MAX_EVENT_BYTES = 262_144 - EVENT_OVERHEAD;

const alreadyThere = (error: unknown): void => {
  if ((error as { code?: string }).code !== 'ResourceAlreadyExistsException') throw error;
};

/** Makes the group and the stream when they are not there; as the container's role, when it has one. */
export const logStream = async (
  { plane, ref }: EffectContext,
  group: string,
  stream: string,
  roleArn?: string,
): Promise<LogStream> => {
  const principal = roleArn === undefined ? servicePrincipal(ref.accountId) : jobPrincipal(roleArn);
  const caller = { principal, region: ref.region };
  const names = { logGroupName: group, logStreamName: stream };
  await plane.call('logs', 'CreateLogGroup', { logGroupName: group }, caller).catch(alreadyThere);
  await plane.call('logs', 'CreateLogStream', names, caller).catch(alreadyThere);
  return {
    put: async (lines) => {
      const timestamp = plane.clock.now();
      const calls = [...batches(lines)].map((batch) => {
        const logEvents = batch.map((message) => ({ timestamp, message }));
        return plane.call('logs', 'PutLogEvents', { ...names, logEvents }, caller);
      });
      await Promise.all(calls);
    },
  };
};

/** Lines within CloudWatch's bounds; an empty line is not an event, one that is too long becomes several. */
function* batches(lines: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    for (const text of pieces(line)) {
      const size = Buffer.byteLength(text) + EVENT_OVERHEAD;
      if (batch.length === MAX_EVENTS || bytes + size > MAX_BYTES) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(text);
      bytes += size;
    }
  }
  if (batch.length > 0) yield batch;
}

function* pieces(line: string): Generator<string> {
  if (line.length * 3 <= MAX_EVENT_BYTES || Buffer.byteLength(line) <= MAX_EVENT_BYTES) {
    if (line !== '') yield line;
    return;
  }
  const bytes = Buffer.from(line);
  for (let start = 0; start < bytes.length;) {
    let end = Math.min(bytes.length, start + MAX_EVENT_BYTES);
    while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end -= 1; // inside a character
    yield bytes.toString('utf8', start, end);
    start = end;
  }
}
