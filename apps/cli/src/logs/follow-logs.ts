/** Reads CloudWatch logs from their start, in the order of their time, and goes on as lines come. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  FilterLogEventsCommand,
  type CloudWatchLogsClient,
  type FilteredLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';

export interface LogSource {
  /** Shown before each line where there are several. */
  readonly name: string;
  readonly group: string;
  readonly streamPrefix?: string;
}

export interface LogEvent {
  readonly source: string;
  readonly stream: string;
  /** ISO 8601. */
  readonly time: string;
  readonly message: string;
}

const POLL_MS = 500;
/** Events may arrive late: this far back is read again, and what was seen is left out. */
const OVERLAP_MS = 10_000;

/** Yields what each source has, then, with `follow`, what comes, until aborted. */
export async function* followLogs(
  client: CloudWatchLogsClient,
  sources: readonly LogSource[],
  { follow, signal }: { follow: boolean; signal: AbortSignal },
): AsyncGenerator<LogEvent> {
  const readers = sources.map((source) => sourceReader(client, source));
  for (;;) {
    for (const read of readers) yield* read();
    if (!follow) return;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

const sourceReader = (client: CloudWatchLogsClient, source: LogSource) => {
  const seen = new Set<string>();
  let last = 0;
  return async function* (): AsyncGenerator<LogEvent> {
    for await (const event of pages(client, source, Math.max(0, last - OVERLAP_MS))) {
      const { eventId = '', timestamp = 0, logStreamName = '', message = '' } = event;
      if (seen.has(eventId)) continue;
      seen.add(eventId);
      last = Math.max(last, timestamp);
      yield {
        source: source.name,
        stream: logStreamName,
        time: new Date(timestamp).toISOString(),
        message: message.trimEnd(),
      };
    }
  };
};

async function* pages(client: CloudWatchLogsClient, source: LogSource, from: number): AsyncGenerator<FilteredLogEvent> {
  let nextToken: string | undefined;
  do {
    const page = await client
      .send(
        new FilterLogEventsCommand({
          logGroupName: source.group,
          startTime: from,
          ...(source.streamPrefix !== undefined && { logStreamNamePrefix: source.streamPrefix }),
          ...(nextToken !== undefined && { nextToken }),
        }),
      )
      .catch((error: unknown) => {
        // The group comes with the first line that is logged.
        if (error instanceof Error && error.name === 'ResourceNotFoundException')
          return { events: [], nextToken: undefined };
        throw error;
      });
    yield* page.events ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
