/** `notebook`: the model's notebook, or its script, on this machine, as a data scientist runs it, its outputs shown as they come. */
import { mkdirSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import type { LoadedModel } from '@gradus/core';
import { executeNotebook, runProgram, userArguments, type OnOutput } from '@gradus/notebook';
import { pythonEnvironments, requirementsNear } from '@gradus/python';
import {
  type DataChannel,
  type Parameters,
  checkChannels,
  jobHelperFolder,
  mergeParameters,
  readFolder,
} from '@gradus/training';
import { errors } from './errors.ts';

export interface NotebookOptions {
  readonly parameters?: Parameters;
  readonly data?: readonly DataChannel[];
  readonly onOutput?: OnOutput;
  /** Takes what a script prints; both streams of this process unless given. */
  readonly onText?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface NotebookRun {
  /** Path of the executed notebook, or of the script. */
  readonly executed: string;
  /** Code cells that ran; a script has none. */
  readonly cells?: number;
  readonly durationMs: number;
  /** The folder of what the run saved. */
  readonly model: string;
}

/**
 * Runs the notebook; nothing is registered. The executed notebook and what it saved stand in `output/` beside it.
 * @throws GradusError PARAMETER_UNKNOWN, DATA_CHANNEL_UNKNOWN, DATA_CHANNEL_INVALID, DATA_NOT_FOUND, DATA_EMPTY, DATA_REMOTE; CELL_FAILED with
 * cell, line and message
 */
export async function runNotebook({ model, root }: LoadedModel, options: NotebookOptions = {}): Promise<NotebookRun> {
  const { signal } = options;
  const program = join(root, model.notebook.file);
  const output = join(dirname(program), 'output');
  const saved = join(output, 'model');
  const parameters = mergeParameters(model.notebook.parameters, options.parameters ?? {});
  const env = {
    ...(await channelVariables(model.notebook.channels, options.data ?? [])),
    SM_MODEL_DIR: saved,
    SM_OUTPUT_DATA_DIR: output,
    PYTHONPATH: [root, jobHelperFolder, process.env['PYTHONPATH']].filter(Boolean).join(delimiter),
  };
  const environments = pythonEnvironments();
  const python = async (requirements: readonly string[]): Promise<string> =>
    (await environments.make(requirements, signal)).python;
  if (program.endsWith('.py')) {
    mkdirSync(saved, { recursive: true });
    const started = performance.now();
    await runProgram({
      name: basename(program),
      command: await python(requirementsNear(program, root) ?? []),
      args: [program, ...userArguments(parameters)],
      cwd: root,
      env: { ...env, PYTHONUNBUFFERED: '1' },
      ...(options.onText && { onText: options.onText }),
      ...(signal && { signal }),
    });
    return { executed: program, durationMs: performance.now() - started, model: saved };
  }
  const { kernel } = model.notebook;
  const executed = await executeNotebook({
    notebook: program,
    root,
    output: join(output, basename(program)),
    parameters,
    env,
    python,
    ...(kernel === undefined ? {} : { kernel }),
    ...(options.onOutput && { onOutput: options.onOutput }),
    ...(signal && { signal }),
  });
  return { ...executed, model: saved };
}

/** `SM_CHANNEL_<NAME>`, as a job finds its channels. */
async function channelVariables(
  declared: readonly string[],
  channels: readonly DataChannel[],
): Promise<Record<string, string>> {
  checkChannels(declared, channels);
  const variables: Record<string, string> = {};
  for (const channel of channels) {
    if (channel.source.startsWith('s3://')) {
      throw errors.make('DATA_REMOTE', `channel ${channel.name} is in S3, and the notebook runs on this machine`, {
        got: channel.source,
        allowed: ['a folder'],
        remedy: 'Copy the data to a folder, or let `gradus publish` run the notebook as a job.',
      });
    }
    await readFolder(channel);
    variables[`SM_CHANNEL_${channel.name.toUpperCase()}`] = channel.source;
  }
  return variables;
}
