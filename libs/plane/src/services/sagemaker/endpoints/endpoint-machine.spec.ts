import { describe, expect, it } from 'vitest';
import { addFleet, backoffMs } from './endpoint-fleet.ts';
import { advanceEndpoint } from './endpoint-machine.ts';
import type { MachineEvent } from '../../../engine/engine.ts';
import type { OutboxEvent } from '../../../engine/outbox.ts';
import type { EndpointEffect, EndpointSignal, EndpointState, FleetPlan } from './endpoint-state.ts';
import { routedVariants } from './endpoint-projection.ts';

const START = 1_000_000;
const TIMEOUT = 240_000;
const PLAN: FleetPlan = {
  configName: 'first',
  variants: [
    {
      ...{ name: 'all', weight: 1, instanceCount: 2, instanceType: 'ml.m5.large', image: 'spec:1', environment: {} },
      ...{ containerName: 'primary', startupTimeoutMs: TIMEOUT },
    },
  ],
};

/** A machine that is moved by hand: effects wait in `open` until they are told to end. */
class Driven {
  state: EndpointState;
  now = START;
  due: number | null = null;
  finished = false;
  readonly open: EndpointEffect[] = [];
  readonly events: OutboxEvent[] = [];

  constructor(plan = PLAN) {
    const empty: EndpointState = {
      ...{ name: 'e', arn: 'arn:e', created: START, modified: START, status: 'Creating', configName: plan.configName },
      ...{ fleets: [], containers: {} },
      creator: { accountId: '111111111111', arn: 'arn:user', userId: 'AIDA', accessKeyId: 'AKIA' },
    };
    this.state = addFleet(empty, plan, START).state;
    this.move({ type: 'created' });
  }

  move(event: MachineEvent<EndpointEffect>): void {
    const step = advanceEndpoint(this.state, event, this.now);
    this.state = step.state;
    if (step.dueAt !== undefined) this.due = step.dueAt;
    this.finished = step.finished ?? false;
    this.open.push(...(step.effects ?? []));
    this.events.push(...(step.events ?? []));
  }

  signal(signal: EndpointSignal): void {
    this.move({ type: 'signal', ...signal });
  }

  /** Ends all open effects of a type, in order. */
  end(type: EndpointEffect['type'], result?: unknown): void {
    for (const effect of this.take(type)) this.move({ type: 'done', effect, result });
  }

  fail(type: EndpointEffect['type'], message: string, code?: string): void {
    for (const effect of this.take(type))
      this.move({ type: 'failed', effect, error: { message, ...(code && { code }) } });
  }

  take(type: EndpointEffect['type']): EndpointEffect[] {
    const taken = this.open.filter((effect) => effect.type === type);
    for (const effect of taken) this.open.splice(this.open.indexOf(effect), 1);
    return taken;
  }

  /** The containers whose `run` is under way. */
  get running(): string[] {
    return this.open.flatMap((effect) => (effect.type === 'run' ? [effect.container] : []));
  }

  givePorts(): void {
    const without = Object.entries(this.state.containers).filter(([, { port }]) => port === undefined);
    for (const [container] of without) {
      this.signal({ name: 'port', payload: { container, port: 9000 + this.running.length } });
    }
  }

  /** From prepared folders to containers that answer pings. */
  bringUp(): void {
    this.end('prepare');
    this.givePorts();
    this.end('ping', true);
  }

  exit(container: string, code = 1): void {
    this.signal({ name: 'exited', payload: { container, code } });
    const [effect] = this.open.splice(
      this.open.findIndex((each) => each.type === 'run' && each.container === container),
      1,
    );
    this.move({ type: 'done', effect: effect!, result: undefined });
    this.end('clean');
  }

  /** The fleet that retires stops, cleans and goes. */
  retire(): void {
    for (const effect of this.take('stop')) if (effect.type === 'stop') this.exit(effect.container, 0);
    this.end('sweep');
  }

  wait(ms: number): void {
    this.now += ms;
    if (this.due !== null && this.due <= this.now) this.move({ type: 'due' });
  }

  get statuses(): unknown[] {
    return this.events.map(({ detailType, detail }) => [
      detailType.replace(/^SageMaker Endpoint /, ''),
      (detail as { EndpointStatus: string }).EndpointStatus,
    ]);
  }
}

const inService = (): Driven => {
  const endpoint = new Driven();
  endpoint.bringUp();
  return endpoint;
};

describe('the machine of an endpoint', () => {
  it('is in service once every instance answers', () => {
    const endpoint = new Driven();
    endpoint.end('prepare');
    expect(endpoint.running).toHaveLength(2);
    expect(endpoint.due).toBe(START + TIMEOUT);
    endpoint.givePorts();
    const [first, second] = endpoint.take('ping');
    endpoint.move({ type: 'done', effect: first!, result: true });
    expect(endpoint.state.status).toBe('Creating');
    expect(routedVariants(endpoint.state)).toBeUndefined();
    endpoint.move({ type: 'done', effect: second!, result: true });
    expect(endpoint.state.status).toBe('InService');
    expect(endpoint.due).toBeNull();
    expect(routedVariants(endpoint.state)![0]!.containers).toHaveLength(2);
    expect(endpoint.statuses).toEqual([
      ['State Change', 'CREATING'],
      ['State Change', 'IN_SERVICE'],
    ]);
  });

  it('fails when a container does not answer in time, however often it was started', () => {
    const endpoint = new Driven();
    endpoint.end('prepare');
    endpoint.givePorts();
    endpoint.exit(endpoint.running[0]!);
    endpoint.wait(TIMEOUT - 1);
    expect(endpoint.state.status).toBe('Creating');
    endpoint.wait(1);
    expect(endpoint.state).toMatchObject({
      status: 'Failed',
      failureReason:
        'The primary container for production variant all did not pass the ping health check. Please check CloudWatch logs for this endpoint.',
    });
    endpoint.retire();
    expect(endpoint.state.fleets).toEqual([]);
    expect(endpoint.state.containers).toEqual({});
  });

  it('fails when a new container keeps ending', () => {
    const endpoint = new Driven();
    endpoint.end('prepare');
    for (const wait of [backoffMs(1), backoffMs(2)]) {
      endpoint.exit(endpoint.running.at(-1)!);
      expect(endpoint.state.status).toBe('Creating');
      endpoint.wait(wait);
    }
    endpoint.exit(endpoint.running.at(-1)!);
    expect(endpoint.state.status).toBe('Failed');
  });

  it.each([125, 126, 127])('fails at once when the program cannot start (exit code %i)', (code) => {
    const endpoint = new Driven();
    endpoint.end('prepare');
    endpoint.exit(endpoint.running[0]!, code);
    expect(endpoint.state).toMatchObject({
      status: 'Failed',
      failureReason: `CannotStartContainerError. Please ensure the model container for variant all starts correctly when invoked with 'docker run spec:1 serve'`,
    });
  });

  it("tells the caller's faults from the plane's", () => {
    const caller = new Driven();
    caller.fail('prepare', 'no such archive', 'ClientError');
    expect(caller.state).toMatchObject({ status: 'Failed', failureReason: 'no such archive' });
    const plane = new Driven();
    plane.fail('prepare', 'disk on fire');
    expect(plane.state.failureReason).toBe('InternalServerError: disk on fire');
  });

  it('starts a container that died again, after ever longer waits, and serves by the others meanwhile', () => {
    const endpoint = inService();
    const [first] = endpoint.running;
    const before = routedVariants(endpoint.state)![0]!.containers.map(({ id }) => id);
    endpoint.exit(first!);
    expect(routedVariants(endpoint.state)![0]!.containers.map(({ id }) => id)).toEqual(
      before.filter((id) => id !== first),
    );
    for (const failures of [1, 2, 3]) {
      expect(endpoint.due).toBe(endpoint.now + backoffMs(failures));
      endpoint.wait(backoffMs(failures));
      expect(endpoint.running).toHaveLength(2);
      if (failures < 3) endpoint.exit(endpoint.running.at(-1)!);
    }
    endpoint.givePorts();
    endpoint.end('ping', true);
    expect(routedVariants(endpoint.state)![0]!.containers).toHaveLength(2);
    expect(endpoint.state.status).toBe('InService');
    endpoint.wait(60_000);
    endpoint.exit(endpoint.running.at(-1)!);
    expect(endpoint.due).toBe(endpoint.now + backoffMs(1));
  });

  it('starts a container again soon, however often a plane that ended told it to end', () => {
    const endpoint = inService();
    for (let planes = 0; planes < 4; planes += 1) {
      endpoint.exit(endpoint.running.at(-1)!, 0);
      expect(endpoint.due).toBe(endpoint.now + backoffMs(1));
      endpoint.wait(backoffMs(1));
      endpoint.givePorts();
      endpoint.end('ping', true);
      expect(routedVariants(endpoint.state)![0]!.containers).toHaveLength(2);
    }
  });

  it('replaces a container of a serving fleet that does not come up again', () => {
    const endpoint = inService();
    endpoint.exit(endpoint.running[0]!);
    endpoint.wait(backoffMs(1));
    const hanging = endpoint.running.at(-1)!;
    endpoint.wait(TIMEOUT);
    expect(endpoint.take('stop')).toEqual([{ type: 'stop', container: hanging }]);
    expect(endpoint.state.status).toBe('InService');
    endpoint.exit(hanging, 143);
    endpoint.wait(backoffMs(2));
    expect(endpoint.running.at(-1)).not.toBe(hanging);
  });

  it('switches to the new fleet once all of it answers, and is in service when the old one is gone', () => {
    const endpoint = inService();
    const old = endpoint.running;
    endpoint.signal({ name: 'update', payload: { ...PLAN, configName: 'second' } });
    expect(endpoint.state).toMatchObject({ status: 'Updating', configName: 'first' });
    endpoint.end('prepare');
    endpoint.givePorts();
    expect(routedVariants(endpoint.state)![0]!.containers.map(({ id }) => id)).toEqual(old);
    expect(endpoint.open.some(({ type }) => type === 'stop')).toBe(false);
    endpoint.end('ping', true);
    expect(endpoint.state).toMatchObject({ status: 'Updating', configName: 'second' });
    const routed = routedVariants(endpoint.state)![0]!.containers.map(({ id }) => id);
    expect(routed.filter((id) => old.includes(id))).toEqual([]);
    endpoint.retire();
    expect(endpoint.state.status).toBe('InService');
    expect(Object.keys(endpoint.state.containers)).toEqual(routed);
    expect(endpoint.statuses.slice(2)).toEqual([
      ['State Change', 'UPDATING'],
      ['Deployment State Change', 'UPDATING'],
      ['Deployment State Change', 'UPDATING'],
      ['State Change', 'IN_SERVICE'],
    ]);
  });

  it('stays with the old fleet, and says why, when the new one fails; a good update clears that', () => {
    const endpoint = inService();
    const old = endpoint.running;
    endpoint.signal({ name: 'update', payload: { ...PLAN, configName: 'bad' } });
    endpoint.end('prepare');
    endpoint.exit(endpoint.running.at(-1)!, 127);
    expect(endpoint.state.status).toBe('Updating');
    endpoint.retire();
    expect(endpoint.state).toMatchObject({ status: 'InService', configName: 'first' });
    expect(endpoint.state.failureReason).toMatch(/CannotStartContainerError/);
    expect(routedVariants(endpoint.state)![0]!.containers.map(({ id }) => id)).toEqual(old);
    endpoint.signal({ name: 'update', payload: { ...PLAN, configName: 'third' } });
    endpoint.bringUp();
    endpoint.retire();
    expect(endpoint.state).toMatchObject({ status: 'InService', configName: 'third', failureReason: undefined });
  });

  it('is gone after its containers', () => {
    const endpoint = inService();
    endpoint.signal({ name: 'delete' });
    expect(endpoint.state.status).toBe('Deleting');
    expect(routedVariants(endpoint.state)).toBeUndefined();
    expect(endpoint.finished).toBe(false);
    endpoint.retire();
    expect(endpoint.finished).toBe(true);
  });

  it('deletes one that failed, whether or not its containers are gone', () => {
    for (const retired of [true, false]) {
      const endpoint = new Driven();
      endpoint.end('prepare');
      endpoint.exit(endpoint.running[0]!, 127);
      if (retired) endpoint.retire();
      endpoint.signal({ name: 'delete' });
      if (!retired) endpoint.retire();
      expect(endpoint.finished).toBe(true);
    }
  });

  it('ignores what comes late of a container that is replaced', () => {
    const endpoint = inService();
    const [first] = endpoint.running;
    endpoint.exit(first!);
    endpoint.wait(backoffMs(1));
    const state = endpoint.state;
    endpoint.signal({ name: 'exited', payload: { container: first!, code: 1 } });
    endpoint.signal({ name: 'log', payload: { container: first!, offset: 7 } });
    endpoint.move({ type: 'done', effect: { type: 'ping', container: first! }, result: true });
    expect(endpoint.state).toEqual(state);
  });
});
