/** Runs a notebook from its first cell to its last, or to the first that fails, and writes what ran after every cell. */
import { dirname, resolve } from 'node:path';
import type { GradusError } from '@gradus/core';
import { requirementsNear, withGiven } from '@gradus/python';
import { cellFailed } from './error/cell-error.ts';
import { errors } from './errors.ts';
import type { OnOutput } from './events.ts';
import { hasTag, isCode, section, type CodeCell, type Notebook } from './format/notebook.ts';
import { OutputRecorder } from './format/output-recorder.ts';
import { readNotebook } from './format/read-notebook.ts';
import { writeNotebook } from './format/write-notebook.ts';
import { startKernel, type Kernel } from './kernel/kernel.ts';
import { findKernelspec, kernelNames, type Kernelspec } from './kernel/kernelspec.ts';
import { IPYKERNEL, pythonKernelspec } from './kernel/python-kernelspec.ts';
import { openSession } from './kernel/session.ts';
import { injectParameters } from './parameters/inject-parameters.ts';
import type { Parameters } from './parameters/render-parameters.ts';
import { runCell, type Run } from './run-cell.ts';

export interface ExecuteNotebookOptions {
  /** Path of the `.ipynb` file. */
  readonly notebook: string;
  /** Where the executed notebook goes; its folder is made. May be the notebook itself. */
  readonly output: string;
  /** Values of variables that the cell tagged `parameters` declares. */
  readonly parameters?: Parameters;
  /** The kernel's working directory, from which imports resolve; the notebook's folder unless given. */
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Name of a kernel, instead of the one that the notebook names. */
  readonly kernel?: string;
  /**
   * Makes an interpreter with these packages: given it, a Python notebook with a `requirements.txt` runs on that, and one without runs also
   * where no Python kernel is installed.
   */
  readonly python?: (requirements: readonly string[]) => Promise<string>;
  /** How far above the notebook `requirements.txt` may lie; its own folder unless given. */
  readonly root?: string;
  readonly onOutput?: OnOutput;
  /** How long one cell may run, in milliseconds; no limit unless given. */
  readonly cellTimeoutMs?: number;
  /** How long the kernel may take to start, in milliseconds; 60,000 unless given. */
  readonly startTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ExecutedNotebook {
  /** Path of the executed notebook. */
  readonly executed: string;
  /** Code cells that ran. */
  readonly cells: number;
  readonly durationMs: number;
}

const kernelspecOf = async (notebook: Notebook, path: string, options: ExecuteNotebookOptions): Promise<Kernelspec> => {
  const { kernel, python, root } = options;
  const env = { ...process.env, ...options.env };
  const named = notebook.metadata['kernelspec'] as { name?: unknown; language?: unknown } | undefined;
  const said = kernel ?? named?.name;
  if (typeof said !== 'string') {
    throw errors.make('KERNEL_UNKNOWN', 'The notebook names no kernel', {
      got: said,
      allowed: kernelNames(env),
      remedy: 'Choose a kernel in Jupyter or VS Code and save it (metadata.kernelspec.name).',
    });
  }
  if (python && (/^python/.test(said) || (kernel === undefined && named?.language === 'python'))) {
    const requirements = requirementsNear(path, resolve(root ?? dirname(path)));
    if (requirements || !kernelNames(env).includes(said)) {
      return pythonKernelspec(said, await python(withGiven(requirements ?? [], [IPYKERNEL])));
    }
  }
  return findKernelspec(said, env);
};

/** Takes the results of an earlier run away. */
const prepare = (notebook: Notebook, spec: Kernelspec) => {
  notebook.metadata['kernelspec'] = { name: spec.name, display_name: spec.displayName, language: spec.language };
  for (const cell of notebook.cells) {
    if (!isCode(cell)) continue;
    cell.outputs = [];
    cell.execution_count = null;
    timing(cell.metadata, 'pending', null, null);
  }
};

/** Times as papermill writes them: ISO 8601, durations in seconds. */
const timing = (metadata: CodeCell['metadata'], status: string, start: Date | null, end: Date | null) => {
  metadata['papermill'] = {
    ...section(metadata, 'papermill'),
    status,
    exception: status === 'pending' ? null : status === 'failed',
    start_time: start?.toISOString() ?? null,
    end_time: end?.toISOString() ?? null,
    duration: start && end ? (end.getTime() - start.getTime()) / 1000 : null,
  };
};

const skipped = (cell: CodeCell): boolean => cell.source.trim() === '' || hasTag(cell, 'skip-execution');

/** Runs the cells in order; returns how many ran. */
const runCells = async (run: Run, notebook: Notebook, paths: { notebook: string; executed: string }) => {
  const count = notebook.cells.filter(isCode).length;
  let number = 0;
  let ran = 0;
  for (const cell of notebook.cells) {
    if (!isCode(cell)) {
      if (cell.cell_type === 'markdown') run.onOutput({ type: 'markdown', source: cell.source });
      continue;
    }
    number += 1;
    if (skipped(cell)) continue;
    const place = { number, count };
    const start = new Date();
    const ended = (failed: boolean) => {
      const end = new Date();
      timing(cell.metadata, failed ? 'failed' : 'completed', start, end);
      writeNotebook(paths.executed, notebook);
      run.onOutput({ type: 'cell-end', cell: place, durationMs: end.getTime() - start.getTime(), failed });
    };
    run.onOutput({ type: 'cell-start', cell: place, source: cell.source });
    let failure;
    try {
      failure = await runCell(run, cell, place);
    } catch (error) {
      ended(true);
      throw error;
    }
    ended(failure !== undefined);
    ran += 1;
    if (failure && !hasTag(cell, 'raises-exception')) {
      throw cellFailed({ ...place, ...paths, source: cell.source }, failure.output, failure.place);
    }
  }
  return ran;
};

/**
 * Runs a notebook on a real kernel. What ran is in `output` also when it fails: each output in its own cell, valid nbformat 4.5.
 * Cells tagged `skip-execution` do not run; those tagged `raises-exception` may fail, as in nbclient.
 * @throws GradusError CELL_FAILED with cell, line and message; any other of this package's errors
 */
export const executeNotebook = async (options: ExecuteNotebookOptions): Promise<ExecutedNotebook> => {
  const started = new Date();
  const path = resolve(options.notebook);
  const executed = resolve(options.output);
  const parameters = options.parameters ?? {};
  const onOutput = options.onOutput ?? (() => undefined);
  const env = { ...process.env, ...options.env };

  const notebook = readNotebook(path);
  const spec = await kernelspecOf(notebook, path, options);
  await injectParameters(notebook, parameters, spec.language);
  prepare(notebook, spec);
  const record = section(notebook.metadata, 'papermill');
  Object.assign(record, { input_path: options.notebook, output_path: options.output });
  timing(notebook.metadata, 'pending', started, null);
  writeNotebook(executed, notebook);

  const end = (exception: GradusError | undefined) => {
    timing(notebook.metadata, exception ? 'failed' : 'completed', started, new Date());
    writeNotebook(executed, notebook);
  };
  let kernel: Kernel | undefined;
  try {
    kernel = await startKernel(spec, {
      cwd: resolve(options.cwd ?? dirname(path)),
      env,
      signal: options.signal,
      ...(options.startTimeoutMs !== undefined && { startTimeoutMs: options.startTimeoutMs }),
    });
    notebook.metadata['language_info'] = kernel.languageInfo;
    onOutput({
      type: 'run-start',
      notebook: path,
      kernel: spec.displayName,
      cells: notebook.cells.filter(isCode).length,
    });
    const { cellTimeoutMs, signal } = options;
    const session = await openSession(kernel);
    const run: Run = { kernel, session, recorder: new OutputRecorder(), onOutput, cellTimeoutMs, signal };
    const cells = await runCells(run, notebook, { notebook: path, executed });
    await kernel.shutdown();
    end(undefined);
    return { executed, cells, durationMs: Date.now() - started.getTime() };
  } catch (error) {
    await kernel?.kill();
    end(error as GradusError);
    throw error;
  }
};
