/** What others see of an endpoint's machine: the row that DescribeEndpoint reads, and the routes of its invocations. */
import { endpointRoutes, type VariantPlan } from '../../../endpoints/endpoint-routes.ts';
import type { MachineRef } from '../../../engine/engine.ts';
import type { PlaneServices } from '../../../service.ts';
import type { Store } from '../../../store/store.ts';
import type { Owner } from '../arn.ts';
import { containerIdOf, fleetOf, type EndpointState } from './endpoint-state.ts';
import { describeState } from './endpoint-summary.ts';
import { allEndpoints, deleteEndpointRow, updateEndpointRow } from './endpoint-table.ts';
import { removeTags } from '../tags/tag-table.ts';

export const endpointMachineId = ({ accountId, region }: Owner, name: string): string =>
  `endpoint/${accountId}/${region}/${name}`;

/** The healthy containers of the fleet that serves; undefined while none does. */
export const routedVariants = (state: EndpointState): VariantPlan[] | undefined => {
  const fleet = fleetOf(state, 'serving');
  if (!fleet) return undefined;
  return fleet.variants.map(({ name, weight, containerName }) => ({
    name,
    weight,
    containerName,
    containers: fleet.instances
      .filter(({ variant, phase }) => variant === name && phase === 'healthy')
      .map((instance) => containerIdOf(instance))
      .map((id) => ({ id, port: state.containers[id]!.port! })),
  }));
};

/** Writes the row now and changes the routes once that is durable. */
export const projectEndpoint = (store: Store, ref: MachineRef, state: EndpointState): void => {
  if (state.status === 'Deleting' && state.fleets.length === 0) {
    deleteEndpointRow(store, ref, state.name);
    removeTags(store, state.arn);
  } else updateEndpointRow(store, ref, describeState(state));
  store.afterCommit(() => endpointRoutes(store).publish(ref, state.name, routedVariants(state)));
};

/** Lets invocations through to the containers that outlived the plane before; resolves what to end at close. */
export const restoreRoutes = ({ store, engine }: PlaneServices): (() => Promise<void>) => {
  const routes = endpointRoutes(store);
  for (const { name, ...owner } of allEndpoints(store)) {
    const state = engine.state<EndpointState>(endpointMachineId(owner, name));
    if (!state) continue;
    for (const { port } of Object.values(state.containers)) if (port !== undefined) routes.keepPort(port);
    routes.publish(owner, name, routedVariants(state));
  }
  return () => routes.close();
};
