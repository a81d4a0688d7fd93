/** Loopback addresses for the hosts of one job, the same each time they are asked for. */
import { createHash } from 'node:crypto';
import type { ContainerNetwork } from './supervisor.ts';

/** SageMaker's own limit of instances per job. */
const MOST_HOSTS = 254;

/**
 * The network of each host. The addresses follow from `job` (an ARN, say), so nobody has to keep them; two jobs share
 * some once in 65,000 pairs, which matters only where both listen on one port at one time.
 *
 * @param hosts `algo-1`, `algo-2`, …
 * @throws {RangeError} for more than 254 hosts.
 */
export const jobNetwork = (job: string, hosts: readonly string[]): ReadonlyMap<string, ContainerNetwork> => {
  if (hosts.length > MOST_HOSTS) throw new RangeError(`At most ${MOST_HOSTS} hosts: ${hosts.length}`);
  const [second, third] = createHash('sha256').update(job).digest();
  // 127.0.x.y is where resolvers and the plane itself live.
  const block = `127.${1 + (second! % 255)}.${third!}`;
  const addresses = Object.fromEntries(hosts.map((host, index) => [host, `${block}.${index + 1}`]));
  return new Map(hosts.map((host) => [host, { address: addresses[host]!, hosts: addresses }]));
};
