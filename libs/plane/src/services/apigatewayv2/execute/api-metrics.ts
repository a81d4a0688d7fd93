/**
 * What CloudWatch hears of an API: counted in memory, handed over in batches.
 * @source docs - names, dimensions, units
 */
import { servicePrincipal } from '../../../accounts/service-principal.ts';
import type { PlaneServices } from '../../../service.ts';
import { SERVICE } from './lambda-integration.ts';
import type { ServedApi } from './served-api.ts';

const NAMESPACE = 'AWS/ApiGateway';
const MINUTE_MS = 60_000;
/** What a crash may lose of a statistic. Each time costs a commit, which requests may have to wait for. */
const FLUSH_EVERY_MS = 5_000;
/** CloudWatch's bounds on one request and on one metric of it. */
const MOST_METRICS = 1000;
const MOST_VALUES = 150;

export interface ServedRequest {
  readonly status: number;
  /** Milliseconds. */
  readonly latency: number;
  /** Milliseconds; absent when no integration was asked. */
  readonly integrationLatency?: number | undefined;
  /** Of request and answer. */
  readonly bytes: number;
}

/** Values by how often they were seen. */
type Counts = Map<number, number>;

interface Tally {
  readonly api: ServedApi;
  readonly stage: string;
  readonly minute: number;
  readonly metrics: Readonly<Record<MetricName, Counts>>;
}

const UNITS = {
  ...{ Count: 'Count', '4xx': 'Count', '5xx': 'Count', DataProcessed: 'Bytes' },
  ...{ Latency: 'Milliseconds', IntegrationLatency: 'Milliseconds' },
} as const;
type MetricName = keyof typeof UNITS;

export class ApiMetrics {
  readonly #plane: PlaneServices;
  readonly #tallies = new Map<string, Tally>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(plane: PlaneServices) {
    this.#plane = plane;
  }

  add(api: ServedApi, stage: string, request: ServedRequest): void {
    const minute = Math.floor(this.#plane.clock.now() / MINUTE_MS) * MINUTE_MS;
    const { metrics } = this.#tally(api, stage, minute);
    const count = (name: MetricName, value: number): void => {
      metrics[name].set(value, (metrics[name].get(value) ?? 0) + 1);
    };
    count('Count', 1);
    count('4xx', request.status >= 400 && request.status < 500 ? 1 : 0);
    count('5xx', request.status >= 500 ? 1 : 0);
    count('DataProcessed', request.bytes);
    count('Latency', Math.round(request.latency));
    if (request.integrationLatency !== undefined) count('IntegrationLatency', Math.round(request.integrationLatency));
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  /** Hands over what was counted; what CloudWatch refuses is dropped, as a statistic may be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const tallies = [...this.#tallies.values()];
    this.#tallies.clear();
    this.#flushing = this.#flushing.then(() => this.#put(tallies)).catch(() => undefined);
    return this.#flushing;
  }

  async #put(tallies: readonly Tally[]): Promise<void> {
    for (const tally of tallies) {
      const { accountId, region } = tally.api;
      const caller = { principal: servicePrincipal(accountId, SERVICE), region };
      const data = dataOf(tally);
      for (let at = 0; at < data.length; at += MOST_METRICS) {
        const MetricData = data.slice(at, at + MOST_METRICS);
        await this.#plane.call('cloudwatch', 'PutMetricData', { Namespace: NAMESPACE, MetricData }, caller);
      }
    }
  }

  #tally(api: ServedApi, stage: string, minute: number): Tally {
    const key = `${api.apiId}/${stage}/${minute}`;
    let tally = this.#tallies.get(key);
    if (!tally) {
      const names = Object.keys(UNITS) as MetricName[];
      const metrics = Object.fromEntries(names.map((name) => [name, new Map()])) as Record<MetricName, Counts>;
      this.#tallies.set(key, (tally = { api, stage, minute, metrics }));
    }
    return tally;
  }
}

/** Each metric under the API, and under the API and its stage. */
const dataOf = ({ api, stage, minute, metrics }: Tally): object[] => {
  const ofApi = { Name: 'ApiId', Value: api.apiId };
  const data: object[] = [];
  for (const Dimensions of [[ofApi], [ofApi, { Name: 'Stage', Value: stage }]]) {
    for (const [MetricName, counts] of Object.entries(metrics) as [MetricName, Counts][]) {
      const values = [...counts];
      for (let at = 0; at < values.length; at += MOST_VALUES) {
        const some = values.slice(at, at + MOST_VALUES);
        data.push({
          ...{ MetricName, Dimensions, Timestamp: new Date(minute), Unit: UNITS[MetricName] },
          ...{ Values: some.map(([value]) => value), Counts: some.map(([, count]) => count) },
        });
      }
    }
  }
  return data;
};
