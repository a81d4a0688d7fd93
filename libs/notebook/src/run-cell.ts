/** Runs one code cell: its outputs into the cell as they come, its time, its error, its limit. */
import { setTimeout } from 'node:timers/promises';
import { formatDuration, type GradusError } from '@gradus/core';
import { placeText } from './error/cell-error.ts';
import { explainFailure, type Explained } from './error/explain-failure.ts';
import { errors } from './errors.ts';
import type { CellPlace, OnOutput } from './events.ts';
import { textOr, type CodeCell, type ErrorOutput } from './format/notebook.ts';
import type { OutputRecorder } from './format/output-recorder.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Session } from './kernel/session.ts';

export interface Run {
  readonly kernel: Kernel;
  readonly session: Session;
  readonly recorder: OutputRecorder;
  readonly onOutput: OnOutput;
  readonly cellTimeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
}

const show = (run: Run, cell: CodeCell, place: CellPlace, output: ErrorOutput) => {
  cell.outputs.push(output);
  run.onOutput({ type: 'output', cell: place, output });
};

/** Resolves with what ends the cell from outside, if anything does before `until` aborts. */
const stopped = (run: Run, place: CellPlace, until: AbortSignal): Promise<GradusError> =>
  new Promise((resolve) => {
    const abort = () => resolve(errors.make('NOTEBOOK_ABORTED', `The run was stopped in ${placeText(place)}`));
    if (run.signal?.aborted) abort();
    run.signal?.addEventListener('abort', abort, { once: true, signal: until });
    if (run.cellTimeoutMs === undefined) return;
    const text = formatDuration(run.cellTimeoutMs);
    setTimeout(run.cellTimeoutMs, undefined, { signal: until }).then(
      () =>
        resolve(
          errors.make('CELL_TIMEOUT', `${placeText(place)} ran longer than the ${text} that it may`, {
            got: `more than ${text}`,
            remedy: 'Allow cells more time, or make the cell do less.',
          }),
        ),
      () => undefined,
    );
  });

const errorOf = (cell: CodeCell, reply: Record<string, unknown>): { output: ErrorOutput; published: boolean } => {
  const published = cell.outputs.findLast((output) => output.output_type === 'error');
  if (published) return { output: published, published: true };
  const { ename, evalue, traceback } = reply;
  return {
    output: {
      output_type: 'error',
      ename: textOr(ename, 'Error'),
      evalue: textOr(evalue, textOr(reply['status'], '')),
      traceback: Array.isArray(traceback) ? traceback.map(String) : [],
    },
    published: false,
  };
};

/**
 * Executes the cell and records everything in it. Resolves with what went wrong in its code, if anything did.
 * @throws GradusError CELL_TIMEOUT, NOTEBOOK_ABORTED, KERNEL_DIED, KERNEL_PROTOCOL, KERNEL_OUTPUT_LOST: the kernel is gone then
 */
export const runCell = async (run: Run, cell: CodeCell, place: CellPlace): Promise<Explained | undefined> => {
  const limit = new AbortController();
  const executing = (async () => {
    const reply = await run.session.execute(cell.source, (message) => {
      const change = run.recorder.record(cell, message);
      if (change) run.onOutput({ cell: place, ...change });
    });
    cell.execution_count = typeof reply['execution_count'] === 'number' ? reply['execution_count'] : null;
    if (reply['status'] === 'ok') return undefined;
    const { output, published } = errorOf(cell, reply);
    const explained = await explainFailure(run.kernel, run.session, cell, output);
    if (!published) show(run, cell, place, explained.output);
    return explained;
  })();
  try {
    const result = await Promise.race([executing, stopped(run, place, limit.signal)]);
    if (result instanceof Error) throw result;
    return result;
  } catch (error) {
    executing.catch(() => undefined);
    await run.kernel.kill();
    const { code, message } = error as GradusError;
    show(run, cell, place, { output_type: 'error', ename: code, evalue: message, traceback: [message] });
    throw error;
  } finally {
    limit.abort();
  }
};
