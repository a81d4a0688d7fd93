/** Which containers answer for which endpoint: the table in memory that invocations are routed by. */
import { freePort } from '../jobs/free-port.ts';
import type { Store } from '../store/store.ts';
import { ContainerConnection } from './container-connection.ts';

export interface VariantPlan {
  readonly name: string;
  readonly weight: number;
  /** How errors name the container: its host name, or `primary`. */
  readonly containerName: string;
  /** The healthy containers. */
  readonly containers: readonly { readonly id: string; readonly port: number }[];
}

export interface VariantRoute extends Omit<VariantPlan, 'containers'> {
  readonly targets: readonly ContainerConnection[];
}

export interface EndpointRoute {
  readonly variants: readonly VariantRoute[];
}

interface Owner {
  readonly accountId: string;
  readonly region: string;
}

const keyOf = ({ accountId, region }: Owner, name: string): string => `${accountId}/${region}/${name}`;

export class EndpointRoutes {
  readonly #routes = new Map<string, EndpointRoute>();
  readonly #connections = new Map<string, ContainerConnection>();
  readonly #ports = new Set<number>();

  /** The containers of an endpoint that is in service; undefined when none of that name is. */
  find(owner: Owner, name: string): EndpointRoute | undefined {
    return this.#routes.get(keyOf(owner, name));
  }

  /** Routes all requests from now on by `variants`; undefined takes the endpoint out of service. */
  publish(owner: Owner, name: string, variants: readonly VariantPlan[] | undefined): void {
    const key = keyOf(owner, name);
    const before = this.#routes.get(key)?.variants.flatMap(({ targets }) => targets) ?? [];
    const kept = new Set<ContainerConnection>();
    if (variants) {
      const routes = variants.map(({ containers, ...variant }) => ({
        ...variant,
        targets: containers.map(({ id, port }) => this.#connection(id, port)),
      }));
      for (const { targets } of routes) for (const target of targets) kept.add(target);
      this.#routes.set(key, { variants: routes });
    } else this.#routes.delete(key);
    for (const target of before) if (!kept.has(target)) this.#retire(target);
  }

  /** Resolves once a container that is no longer routed to has answered what it was asked. */
  async drained(containerId: string): Promise<void> {
    await this.#connections.get(containerId)?.idle();
  }

  /** A free port that no other container of the plane was promised. */
  async reservePort(): Promise<number> {
    for (;;) {
      const port = await freePort();
      if (this.#ports.has(port)) continue;
      this.#ports.add(port);
      return port;
    }
  }

  /** Notes a port that a container has since before the plane started. */
  keepPort(port: number): void {
    this.#ports.add(port);
  }

  releasePort(port: number): void {
    this.#ports.delete(port);
  }

  async close(): Promise<void> {
    this.#routes.clear();
    await Promise.all([...this.#connections.values()].map((connection) => connection.close()));
    this.#connections.clear();
  }

  #connection(id: string, port: number): ContainerConnection {
    let connection = this.#connections.get(id);
    if (!connection) this.#connections.set(id, (connection = new ContainerConnection(id, port)));
    return connection;
  }

  #retire(connection: ContainerConnection): void {
    void connection.idle().then(async () => {
      if (this.#connections.get(connection.containerId) !== connection) return;
      this.#connections.delete(connection.containerId);
      await connection.close();
    });
  }
}

const byStore = new WeakMap<Store, EndpointRoutes>();

/** The routes of the plane that has this store. */
export const endpointRoutes = (store: Store): EndpointRoutes => {
  let routes = byStore.get(store);
  if (!routes) byStore.set(store, (routes = new EndpointRoutes()));
  return routes;
};
