/** Runs one load job: its connections side by side until the time is over. */
import { percentile } from '../statistics.ts';
import type { LoadJob, LoadResult } from './job.ts';
import { runConnection } from './load-connection.ts';

export const runLoad = async (job: LoadJob): Promise<LoadResult> => {
  const { port, connections, milliseconds, everyMs, status, requests } = job;
  const buffers = requests.map((request) => Buffer.from(request, 'latin1'));
  const latencies: number[] = [];
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  let sent = 0;
  const next = (): Buffer | undefined =>
    performance.now() - startedAt >= milliseconds ? undefined : buffers[sent++ % buffers.length];
  const answered = (latency: number): void => void latencies.push(latency);
  const connection = (_: unknown, index: number): Promise<void> =>
    runConnection({ port, everyMs, status, next, answered, firstMs: ((everyMs ?? 0) * index) / connections });
  await Promise.all(Array.from({ length: connections }, connection));
  const elapsed = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: (latencies.length / elapsed) * 1000,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    max: percentile(latencies, 1),
    count: latencies.length,
    busy: (user + system) / 1000 / elapsed,
  };
};
