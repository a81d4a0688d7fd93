/** Takes an event for later. */
import type { CallContext } from '../../../service.ts';
import type { FunctionReference } from '../function-name.ts';
import type { FunctionRow } from '../function-table.ts';
import { lambdaRuntime } from '../lambda-runtime.ts';
import { eventMachine } from './event-machine.ts';
import { eventMachineId, insertEvent } from './event-table.ts';

/** What the caller sent; the context is parsed already. */
export interface QueuedEvent {
  readonly payload: Uint8Array;
  readonly clientContext?: unknown;
}

/** Durable once the store has committed. */
export const queueEvent = (
  context: CallContext,
  row: FunctionRow,
  { qualifier }: FunctionReference,
  { payload, clientContext }: QueuedEvent,
): void => {
  const { plane, accountId, region } = context;
  plane.store.transaction(() => {
    const event = insertEvent(plane.store, {
      ...{ function: row.id, name: row.name, qualifier: qualifier ?? null, request: context.requestId, payload },
      client_context: clientContext === undefined ? null : JSON.stringify(clientContext),
    });
    const state = { event, received: context.now(), failures: 0, throttles: 0 };
    plane.engine.create(eventMachine.kind, { id: eventMachineId(event), accountId, region }, state);
  });
  const measured = { accountId, region, functionName: row.name, ...(qualifier !== undefined && { qualifier }) };
  lambdaRuntime(plane).metrics.add(measured, { AsyncEventsReceived: 1 });
};
