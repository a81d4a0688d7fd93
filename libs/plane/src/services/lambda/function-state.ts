/** A function's way from Pending to Active, and of its updates from InProgress to Successful, as a machine. */
import type { EffectContext, Machine, MachineEvent, Step } from '../../engine/engine.ts';
import type { CallContext } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { unpackCode } from './code/code-files.ts';
import { documentOf, setRunning, updateVersion, type VersionRow } from './function-table.ts';
import { without } from './without.ts';

interface State {
  readonly function: number;
  readonly code: string;
  readonly failure?: string;
  readonly finished?: boolean;
}

interface Effect {
  readonly type: 'unpack';
}

const advance = (state: State, event: MachineEvent<Effect>): Step<State, Effect> => {
  switch (event.type) {
    case 'created':
      return { state, effects: [{ type: 'unpack' }] };
    case 'done':
      return { state: { ...state, finished: true }, finished: true };
    case 'failed':
      return { state: { ...state, finished: true, failure: event.error.message }, finished: true };
    default:
      return { state };
  }
};

const perform = async (_: Effect, { plane, ref }: EffectContext): Promise<void> => {
  const state = plane.engine.state<State>(ref.id);
  if (state) await unpackCode(plane.dir, state.code);
};

/** Whatever waits for the code is ready with it, `$LATEST` and a version that was published with it. */
const project = (store: Store, _: unknown, state: State): void => {
  if (!state.finished) return;
  const rows = store.all<VersionRow>('select * from lambda_version where function = ?', state.function);
  for (const row of rows) {
    const document = documentOf(row);
    const pending = document.State === 'Pending';
    if (!pending && document.LastUpdateStatus !== 'InProgress') continue;
    const kept = without(
      document,
      ...(['StateReason', 'StateReasonCode', 'LastUpdateStatusReason', 'LastUpdateStatusReasonCode'] as const),
    );
    if (state.failure !== undefined) {
      const failed = {
        LastUpdateStatus: 'Failed',
        LastUpdateStatusReason: state.failure,
        LastUpdateStatusReasonCode: 'InternalError',
      } as const;
      const failedState = { State: 'Failed', StateReason: state.failure, StateReasonCode: 'InternalError' } as const;
      updateVersion(store, row.id, row.code, { ...kept, ...failed, ...(pending && failedState) });
      continue;
    }
    const ready = { ...kept, State: 'Active', LastUpdateStatus: 'Successful' } as const;
    updateVersion(store, row.id, row.code, ready);
    setRunning(store, row.id, { code: row.code, document: ready });
  }
};

export const functionMachine: Machine<State, Effect> = { kind: 'lambda:function', advance, perform, project };

const machineId = (functionId: number): string => `lambda-function/${functionId}`;

/** Orders the code to be made ready, within the caller's transaction; a function has one update at a time. */
export const makeReady = (context: CallContext, functionId: number, code: string): void => {
  const ref = { id: machineId(functionId), accountId: context.accountId, region: context.region };
  context.plane.engine.create<State>(functionMachine.kind, ref, { function: functionId, code });
};

export const forgetMachine = (context: CallContext, functionId: number): void => {
  context.plane.engine.remove(machineId(functionId));
};
