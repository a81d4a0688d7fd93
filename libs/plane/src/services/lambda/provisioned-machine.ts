/** Environments that are kept ahead, as a machine per version or alias: IN_PROGRESS until they are there, and after each start of the plane. */
import type { EffectContext, Machine, MachineEvent, Step } from '../../engine/engine.ts';
import type { CallContext, PlaneServices } from '../../service.ts';
import { decodeDocument } from '../../store/document.ts';
import type { Store } from '../../store/store.ts';
import { findAlias } from './alias-table.ts';
import type { RunnableVersion } from './environments/runnable-version.ts';
import { findVersion, type FunctionRow, type RunningDocument } from './function-table.ts';
import { runnable } from './invocation-target.ts';
import { lambdaRuntime } from './lambda-runtime.ts';
import { allProvisioned, findProvisioned, type ProvisionedRow } from './provisioned-table.ts';
import { without } from './without.ts';

interface State {
  readonly function: number;
  readonly qualifier: string;
  /** Counts changes: the end of an older allocation says nothing. */
  readonly round: number;
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED';
  readonly reason?: string;
}

interface Effect {
  readonly type: 'allocate';
  readonly round: number;
}

const allocate = (state: State): Step<State, Effect> => ({
  state,
  effects: [{ type: 'allocate', round: state.round }],
});

const advance = (state: State, event: MachineEvent<Effect>): Step<State, Effect> => {
  switch (event.type) {
    case 'created':
      return allocate(state);
    case 'signal': {
      return allocate({ ...without(state, 'reason'), round: state.round + 1, status: 'IN_PROGRESS' });
    }
    case 'done':
      return { state: event.effect.round === state.round ? { ...state, status: 'READY' } : state };
    case 'failed':
      return {
        state: event.effect.round === state.round ? { ...state, status: 'FAILED', reason: event.error.message } : state,
      };
    case 'due':
      return { state };
  }
};

/** The version that a configuration is for; an alias's main one. */
const versionOf = (store: Store, row: ProvisionedRow): RunnableVersion | undefined => {
  const alias = findAlias(store, row.function, row.qualifier);
  const version = findVersion(store, row.function, alias?.FunctionVersion ?? row.qualifier);
  if (!version?.running) return undefined;
  return runnable({ accountId: row.account, region: row.region }, decodeDocument<RunningDocument>(version.running));
};

const perform = async (_: Effect, { plane, ref, aborted }: EffectContext): Promise<void> => {
  const state = plane.engine.state<State>(ref.id);
  if (!state) return;
  const { fleet } = lambdaRuntime(plane);
  const wanted = allProvisioned(plane.store, state.function);
  const own = wanted.find(({ qualifier }) => qualifier === state.qualifier);
  const runs = wanted.flatMap((row) => {
    const run = versionOf(plane.store, row);
    return run ? [{ run, row }] : [];
  });
  const mine = own && runs.find(({ row }) => row === own);
  if (!mine) return;
  const count = runs
    .filter(({ run }) => run.version === mine.run.version)
    .reduce((sum, { row }) => sum + row.requested, 0);
  const { accountId, region, functionName } = mine.run;
  fleet.provisionOnly(accountId, region, functionName, new Set(runs.map(({ run }) => run.version)));
  const stop = new Promise<never>((_resolve, reject) => {
    aborted.addEventListener('abort', () => reject(aborted.reason as Error), { once: true });
  });
  stop.catch(() => undefined);
  await Promise.race([fleet.pool(mine.run).provision(count), stop]);
};

const project = (store: Store, _: unknown, state: State): void => {
  store.run(
    'update lambda_provisioned set status = ?, reason = ? where function = ? and qualifier = ?',
    state.status,
    state.reason ?? null,
    state.function,
    state.qualifier,
  );
};

export const provisionedMachine: Machine<State, Effect> = { kind: 'lambda:provisioned', advance, perform, project };

const machineId = (functionId: number, qualifier: string): string => `lambda-provisioned/${functionId}/${qualifier}`;

/** Brings environments in line with the row that was just written, within the caller's transaction. */
export const provision = ({ plane, accountId, region }: CallContext, functionId: number, qualifier: string): void => {
  const id = machineId(functionId, qualifier);
  if (plane.engine.signal(id, 'changed')) return;
  const state: State = { function: functionId, qualifier, round: 0, status: 'IN_PROGRESS' };
  plane.engine.create(provisionedMachine.kind, { id, accountId, region }, state);
};

/** An alias leads elsewhere: what is kept ahead for it follows. */
export const provisionAlias = (context: CallContext, row: FunctionRow, alias: string): void => {
  if (findProvisioned(context.plane.store, row.id, alias)) provision(context, row.id, alias);
};

/** Keeps nothing ahead any more for a qualifier, or for all of a function. */
export const forgetProvisioned = (context: CallContext, functionId: number, qualifier?: string): void => {
  const { plane, accountId, region } = context;
  const rows = allProvisioned(plane.store, functionId);
  const gone = rows.filter((row) => qualifier === undefined || row.qualifier === qualifier);
  const others = rows.filter((row) => !gone.includes(row));
  for (const row of gone) {
    plane.engine.remove(machineId(functionId, row.qualifier));
    plane.store.run('delete from lambda_provisioned where id = ?', row.id);
  }
  if (gone.length === 0) return;
  // Qualifiers may share a version, whose environments are then counted anew.
  for (const other of others) plane.engine.signal(machineId(functionId, other.qualifier), 'changed');
  const { name } = gone[0]!;
  const kept = others.flatMap((other) => versionOf(plane.store, other)?.version ?? []);
  plane.store.afterCommit(() => lambdaRuntime(plane).fleet.provisionOnly(accountId, region, name, new Set(kept)));
};

/** After a start of the plane no environment is there. */
export const provisionAgain = (plane: PlaneServices): void => {
  plane.store.transaction(() => {
    for (const row of allProvisioned(plane.store)) {
      plane.engine.signal(machineId(row.function, row.qualifier), 'restarted');
    }
  });
};
