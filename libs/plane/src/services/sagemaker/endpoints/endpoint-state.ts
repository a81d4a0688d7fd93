/** What an endpoint's machine remembers: its fleets, their instances, and the containers that run for them. */
import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { Principal } from '../../../service.ts';

export interface EndpointState {
  readonly name: string;
  readonly arn: string;
  /** Service time in milliseconds, as all times here. */
  readonly created: number;
  readonly modified: number;
  readonly status: EndpointStatus;
  readonly failureReason?: string | undefined;
  /** The configuration that serves, or that the first fleet was to be made by. */
  readonly configName: string;
  /** Who made the endpoint, for calls on its behalf. */
  readonly creator: Principal;
  /** Oldest first; one that is retired is gone. */
  readonly fleets: readonly Fleet[];
  /** By id; a container stays until its log is delivered and its folder removed. */
  readonly containers: Readonly<Record<string, ContainerRecord>>;
}

/** What a configuration asks for, as it stood when the endpoint was created or updated. */
export interface FleetPlan {
  readonly configName: string;
  readonly variants: readonly VariantDeployment[];
}

export interface VariantDeployment {
  readonly name: string;
  readonly weight: number;
  readonly instanceCount: number;
  readonly instanceType: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The S3 URI of the model's archive. */
  readonly modelDataUri?: string;
  readonly roleArn?: string;
  /** `primary` unless the container has a name. */
  readonly containerName: string;
  readonly startupTimeoutMs: number;
}

export interface Fleet {
  /** Counts from 1 in each endpoint. */
  readonly id: number;
  readonly configName: string;
  readonly duty: 'launching' | 'serving' | 'retiring';
  readonly started: number;
  /** Its folders are being made: no container runs yet. */
  readonly preparing: boolean;
  readonly variants: readonly VariantDeployment[];
  readonly instances: readonly Instance[];
}

export interface Instance {
  /** `i-…`, as it stands in the name of its log stream. */
  readonly id: string;
  readonly variant: string;
  /** Counts its containers; the current one is `containerIdOf(instance)`. */
  readonly attempt: number;
  readonly phase: 'new' | 'starting' | 'healthy' | 'waiting';
  /** Until when its container must have answered a ping; only while it is starting or, in a new fleet, waiting. */
  readonly deadline?: number | undefined;
  /** When the next container starts; only while it is waiting. */
  readonly retryAt?: number | undefined;
  readonly healthySince?: number | undefined;
  /** How often in a row its container ended early. */
  readonly failures: number;
}

export interface ContainerRecord {
  readonly fleet: number;
  readonly instance: string;
  readonly variant: string;
  /** On record before the container starts. */
  readonly port?: number;
  /** Bytes of its log that were delivered. */
  readonly logOffset: number;
  readonly stopping?: boolean;
}

export type EndpointEffect =
  | { readonly type: 'prepare'; readonly fleet: number }
  | { readonly type: 'run'; readonly container: string }
  | { readonly type: 'ping'; readonly container: string }
  | { readonly type: 'stop'; readonly container: string }
  | { readonly type: 'clean'; readonly container: string }
  | { readonly type: 'sweep'; readonly fleet: number };

export type EndpointSignal =
  | { readonly name: 'update'; readonly payload: FleetPlan }
  | { readonly name: 'delete'; readonly payload?: undefined }
  | { readonly name: 'port'; readonly payload: { readonly container: string; readonly port: number } }
  | { readonly name: 'log'; readonly payload: { readonly container: string; readonly offset: number } }
  | { readonly name: 'exited'; readonly payload: { readonly container: string; readonly code: number } };

const CONTAINER_PREFIX = 'endpoint-';

export const containerIdOf = ({ id, attempt }: Pick<Instance, 'id' | 'attempt'>): string =>
  `${CONTAINER_PREFIX}${id}-${attempt}`;

export const isEndpointContainer = (containerId: string): boolean => containerId.startsWith(CONTAINER_PREFIX);

export const fleetOf = (state: EndpointState, duty: Fleet['duty']): Fleet | undefined =>
  state.fleets.find((fleet) => fleet.duty === duty);

/** The fleet, the instance and the variant that a container runs, or ran, for. */
export const placeOf = (
  state: EndpointState,
  containerId: string,
): { record: ContainerRecord; fleet: Fleet; instance: Instance; variant: VariantDeployment } | undefined => {
  const record = state.containers[containerId];
  const fleet = record && state.fleets.find(({ id }) => id === record.fleet);
  const instance = fleet?.instances.find(({ id }) => id === record!.instance);
  const variant = fleet?.variants.find(({ name }) => name === record!.variant);
  return record && fleet && instance && variant && { record, fleet, instance, variant };
};
