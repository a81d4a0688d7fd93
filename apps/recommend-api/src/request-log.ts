/** One line of JSON for each request, from which CloudWatch makes metrics (its embedded metric format). */
import type { ApiSettings } from './api-settings.ts';

export interface RequestRecord {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly latencyMs: number;
  readonly coldStart: boolean;
  readonly dataVersion?: string;
  readonly source?: 'user' | 'popular';
  /** What was thrown. */
  readonly error?: Error;
}

const NAMESPACE = 'Gradus/Recommendations';

/** The line; ids of users are in the path only, as API Gateway's own logs have it. */
export const requestLine = (record: RequestRecord, { model, namespace }: ApiSettings, now: number): string => {
  const { status, latencyMs, dataVersion, source, error, ...rest } = record;
  const dimensions = ['Model', 'Namespace'];
  return JSON.stringify({
    level: status >= 500 ? 'error' : 'info',
    time: new Date(now).toISOString(),
    ...rest,
    status,
    ...(source && { source }),
    ...(error && { error: { name: error.name, message: error.message, stack: error.stack } }),
    Model: model,
    Namespace: namespace,
    ...(dataVersion !== undefined && { DataVersion: dataVersion }),
    Latency: Math.round(latencyMs * 1000) / 1000,
    Popular: source === 'popular' ? 1 : 0,
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: dataVersion === undefined ? [dimensions] : [dimensions, [...dimensions, 'DataVersion']],
          Metrics: [
            { Name: 'Latency', Unit: 'Milliseconds' },
            { Name: 'Popular', Unit: 'Count' },
          ],
        },
      ],
    },
  });
};
