/** Counts what CloudWatch shows of functions in `AWS/Lambda`, and hands it over every second. */
import { servicePrincipal } from '../../../accounts/service-principal.ts';
import type { PlaneServices } from '../../../service.ts';

const FLUSH_MS = 1_000;
const NAMESPACE = 'AWS/Lambda';
/** CloudWatch's bounds on one PutMetricData and one datum. */
const MOST_DATA = 500;
const MOST_VALUES = 150;

export type MetricName =
  | 'Invocations'
  | 'Errors'
  | 'Throttles'
  | 'Duration'
  | 'ConcurrentExecutions'
  | 'ProvisionedConcurrencyInvocations'
  | 'ProvisionedConcurrencySpilloverInvocations'
  | 'AsyncEventsReceived'
  | 'AsyncEventsDropped';

/** What is measured: a function, as the caller named it. */
export interface Measured {
  readonly accountId: string;
  readonly region: string;
  readonly functionName: string;
  /** An alias or a version, when the caller named one. */
  readonly qualifier?: string;
  /** Of an alias: the version that ran. */
  readonly executedVersion?: string;
}

interface Series {
  readonly accountId: string;
  readonly region: string;
  readonly metric: MetricName;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly values: Map<number, number>;
}

/** All of the function, the account, and what the qualifier names. */
const dimensionsOf = ({ functionName, qualifier, executedVersion }: Measured): Series['dimensions'][] => {
  const name = { Name: 'FunctionName', Value: functionName };
  if (qualifier === undefined) return [[], [name]];
  const resource = { Name: 'Resource', Value: `${functionName}:${qualifier}` };
  const executed = executedVersion !== undefined && executedVersion !== qualifier;
  return [
    ...[[], [name], [name, resource]],
    ...(executed ? [[name, resource, { Name: 'ExecutedVersion', Value: executedVersion }]] : []),
  ];
};

export class MetricDelivery {
  readonly #plane: PlaneServices;
  #series = new Map<string, Series>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(plane: PlaneServices) {
    this.#plane = plane;
  }

  add(measured: Measured, metrics: Readonly<Partial<Record<MetricName, number>>>): void {
    const { accountId, region } = measured;
    for (const dimensions of dimensionsOf(measured)) {
      const place = `${accountId}/${region}/${dimensions.map(({ Value }) => Value).join('/')}`;
      for (const [metric, value] of Object.entries(metrics) as [MetricName, number][]) {
        const key = `${metric}/${place}`;
        const values = new Map<number, number>();
        const series: Series = this.#series.get(key) ?? { accountId, region, metric, dimensions, values };
        this.#series.set(key, series);
        series.values.set(value, (series.values.get(value) ?? 0) + 1);
      }
    }
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Resolves when all that was counted before is durable. A disk that refuses it costs what was counted. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const taken = [...this.#series.values()];
    this.#series = new Map();
    this.#running = this.#running.then(() => this.#deliver(taken)).catch(() => undefined);
    return this.#running;
  }

  async #deliver(all: readonly Series[]): Promise<void> {
    const Timestamp = new Date(this.#plane.clock.now());
    const owners = new Map<string, Series[]>();
    for (const each of all) {
      const key = `${each.accountId}/${each.region}`;
      const others = owners.get(key);
      if (others) others.push(each);
      else owners.set(key, [each]);
    }
    for (const series of owners.values()) {
      const { accountId, region } = series[0]!;
      const caller = { principal: servicePrincipal(accountId, 'lambda.amazonaws.com'), region };
      const data = series.flatMap(({ metric, dimensions, values }) => {
        const counted = [...values];
        return Array.from({ length: Math.ceil(counted.length / MOST_VALUES) }, (_, index) => {
          const part = counted.slice(index * MOST_VALUES, (index + 1) * MOST_VALUES);
          return {
            ...{ MetricName: metric, Dimensions: dimensions, Timestamp },
            ...{ Values: part.map(([value]) => value), Counts: part.map(([, count]) => count) },
            Unit: metric === 'Duration' ? 'Milliseconds' : 'Count',
          };
        });
      });
      for (let at = 0; at < data.length; at += MOST_DATA) {
        const MetricData = data.slice(at, at + MOST_DATA);
        await this.#plane.call('cloudwatch', 'PutMetricData', { Namespace: NAMESPACE, MetricData }, caller);
      }
    }
  }
}
