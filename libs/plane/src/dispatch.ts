/** Runs operations: the one way from valid input to a handler, for requests off the wire and for calls between services. */
import { randomUUID } from 'node:crypto';
import type { RoleUsage } from './accounts/role-usage.ts';
import { usedAction, usedResource } from './accounts/used-resource.ts';
import type { OperationModel, ServiceModel } from './models/service-model.ts';
import type { CallContext, Handler, PlaneServices, Principal, Service } from './service.ts';
import { validate } from './wire/validate.ts';

export interface Caller {
  readonly principal: Principal;
  readonly region: string;
}

type AnyHandler = Handler<unknown, object>;

interface Entry {
  readonly service: Service;
  readonly operationModel: OperationModel;
  readonly handler: AnyHandler;
  readonly asynchronous: boolean;
  readonly action: string;
}

class Call implements CallContext {
  readonly accountId: string;
  readonly region: string;
  readonly principal: Principal;
  readonly requestId: string;
  readonly plane: PlaneServices;

  constructor(plane: PlaneServices, { principal, region }: Caller, requestId: string) {
    this.plane = plane;
    this.accountId = principal.accountId;
    this.region = region;
    this.principal = principal;
    this.requestId = requestId;
  }

  now(): number {
    return this.plane.clock.now();
  }
}

export class Dispatcher {
  readonly #entries = new Map<string, Entry>();
  readonly #plane: PlaneServices;
  readonly #usage: RoleUsage;

  constructor(options: { services: readonly Service[]; plane: PlaneServices; usage: RoleUsage }) {
    this.#plane = options.plane;
    this.#usage = options.usage;
    for (const service of options.services) {
      for (const [operation, operationModel] of Object.entries(service.model.operations)) {
        const handler = service.handlers[operation] as AnyHandler | undefined;
        if (!handler) continue;
        this.#entries.set(`${service.model.id}:${operation}`, {
          service,
          operationModel,
          handler,
          asynchronous: handler.constructor.name === 'AsyncFunction',
          action: usedAction(service.model, operation),
        });
      }
    }
  }

  /**
   * Runs an operation on input that is valid. What it wrote is visible at once and durable after `store.committed()`,
   * which whoever answers waits for. A handler that is no `async` function runs in one transaction.
   */
  run(
    serviceId: string,
    operation: string,
    input: object,
    caller: Caller,
    requestId: string,
  ): object | Promise<object> {
    const entry = this.#entry(serviceId, operation);
    const call = new Call(this.#plane, caller, requestId);
    if (entry.asynchronous) {
      return (entry.handler(input, call) as Promise<object>).then((output) => {
        this.#count(entry, input, caller);
        return output;
      });
    }
    const output = this.#plane.store.transaction(() => entry.handler(input, call));
    this.#count(entry, input, caller);
    return output;
  }

  /** Validates and runs an operation for another service; resolves when what it wrote is durable. */
  async call(serviceId: string, operation: string, input: unknown, caller: Caller): Promise<object> {
    const { service, operationModel } = this.#entry(serviceId, operation);
    const valid: object = input ?? {};
    if (operationModel.input !== undefined) validate(service.model, operation, valid);
    const output = await this.run(serviceId, operation, valid, caller, randomUUID());
    await this.#plane.store.committed();
    return output;
  }

  #entry(serviceId: string, operation: string): Entry {
    const entry = this.#entries.get(`${serviceId}:${operation}`);
    if (!entry) throw new Error(`the plane has no operation ${serviceId}:${operation}`);
    return entry;
  }

  #count({ service, operationModel, action }: Entry, input: object, { principal, region }: Caller): void {
    if (principal.accessKeyId.startsWith('AKIA')) return;
    const scope = { accountId: principal.accountId, region };
    const resource = usedResource(service.model, operationModel, input as Record<string, unknown>, scope);
    this.#usage.count(principal, action, resource, this.#plane.clock.wall());
  }
}

/** The service's model, less the operations that it has no handler for: those are known, but not answered. */
export const answeredModel = ({ model, handlers }: Service): ServiceModel => {
  const operations = Object.entries(model.operations);
  return {
    ...model,
    operations: Object.fromEntries(operations.filter(([name]) => name in handlers)),
    unanswered: { ...model.unanswered, ...Object.fromEntries(operations.filter(([name]) => !(name in handlers))) },
  };
};
