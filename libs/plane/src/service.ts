/** What a service of the plane is made of: a model, a handler per operation, its tables and its state machines. */
import type { Clock } from './engine/clock.ts';
import type { AnyMachine, Engine } from './engine/engine.ts';
import type { Outbox, OutboxFollower } from './engine/outbox.ts';
import type { ImageRegistry } from './jobs/images.ts';
import type { InstanceLimits } from './jobs/instance-types.ts';
import type { Supervisor } from './jobs/supervisor.ts';
import type { ServiceModel } from './models/service-model.ts';
import type { Store } from './store/store.ts';
import type { RequestFront } from './wire/request-front.ts';
import type { SignatureVerifier } from './wire/sigv4.ts';

/** Who calls: an IAM user of the account, a session of an assumed role, or a service (`apigateway.amazonaws.com`) for the account. */
export interface Principal {
  readonly accountId: string;
  /** `arn:aws:iam::<account>:user/<name>` or `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  /** `AIDA…` for a user, `AROA…:<session>` for an assumed role. */
  readonly userId: string;
  readonly accessKeyId: string;
  /** The resource that a service acts for; policies of resources know it as `aws:SourceArn`. */
  readonly sourceArn?: string;
}

/** What the services share; made once per plane. */
export interface PlaneServices {
  /** `http://127.0.0.1:PORT`, known once the plane listens. */
  readonly url: string;
  /** The folder that holds all state (`.gradus`). */
  readonly dir: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly engine: Engine;
  readonly outbox: Outbox;
  readonly supervisor: Supervisor;
  readonly images: ImageRegistry;
  /** What an instance type gives to a container. */
  readonly instanceLimits: InstanceLimits;
  /** Calls another service as `principal`: the same validation as over HTTP, without a socket. */
  call<Output = unknown>(
    service: string,
    operation: string,
    input: unknown,
    caller: { principal: Principal; region: string },
  ): Promise<Output>;
}

/** One call: whose it is and what it may use. */
export interface CallContext {
  readonly accountId: string;
  readonly region: string;
  readonly principal: Principal;
  readonly requestId: string;
  readonly plane: PlaneServices;
  /** Service time in milliseconds since the epoch (the plane's clock, not the wall's). */
  now(): number;
}

/** Input is already valid. Synchronous handlers run in one transaction; asynchronous ones open their own. */
export type Handler<Input, Output> = (input: Input, context: CallContext) => Output | Promise<Output>;

/** `{ CreateModel: { input: CreateModelCommandInput; output: CreateModelCommandOutput } }`, generated per service. */
export type Operations = Record<string, { input: object; output: object }>;

/** A forgotten operation does not compile. Handlers answer without `$metadata`. */
export type Handlers<Ops extends Operations> = {
  readonly [Name in keyof Ops]: Handler<Ops[Name]['input'], Omit<Ops[Name]['output'], '$metadata'>>;
};

/** How a plane ends. */
export interface PlaneEnd {
  /** Shut down for good: what serves ends too. Otherwise containers go on, and the next plane finds them. */
  readonly stopContainers: boolean;
}

export interface Service {
  readonly model: ServiceModel;
  readonly handlers: Readonly<Record<string, Handler<never, object>>>;
  /** SQL that creates this service's tables (`create table if not exists …`); names begin with the service's. */
  readonly schema: readonly string[];
  readonly machines?: readonly AnyMachine[];
  /** What the service does about events, its own and others'. */
  readonly followers?: readonly OutboxFollower[];
  /** Answers requests that are no AWS calls. */
  front?(plane: PlaneServices, verifier: SignatureVerifier): RequestFront;
  /** Runs once when the plane has opened its store: re-attach what survived. Returns what to do when it closes. */
  start?(plane: PlaneServices): (end: PlaneEnd) => Promise<void>;
}

/** Checks a service's handlers against its generated operation types. */
export const defineService = <Ops extends Operations>(
  service: Omit<Service, 'handlers'> & { handlers: Handlers<Ops> },
): Service => service;
