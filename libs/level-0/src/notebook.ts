/** `notebook`: the model's notebook on this machine, as a data scientist runs it, its outputs shown as they come. */
import { basename, dirname, join } from 'node:path';
import type { LoadedModel } from '@gradus/core';
import { executeNotebook, type ExecutedNotebook, type OnOutput } from '@gradus/notebook';
import { type DataChannel, type Parameters, checkChannels, mergeParameters, readFolder } from '@gradus/training';
import { errors } from './errors.ts';

export interface NotebookOptions {
  readonly parameters?: Parameters;
  readonly data?: readonly DataChannel[];
  readonly onOutput?: OnOutput;
  readonly signal?: AbortSignal;
}

export interface NotebookRun extends ExecutedNotebook {
  /** The folder of what the notebook saved. */
  readonly model: string;
}

/**
 * Runs the notebook; nothing is registered. The executed notebook and what it saved stand in `output/` beside it.
 * @throws GradusError PARAMETER_UNKNOWN, DATA_CHANNEL_UNKNOWN, DATA_CHANNEL_INVALID, DATA_NOT_FOUND, DATA_EMPTY, DATA_REMOTE; CELL_FAILED with
 * cell, line and message
 */
export async function runNotebook({ model, root }: LoadedModel, options: NotebookOptions = {}): Promise<NotebookRun> {
  const notebook = join(root, model.notebook.file);
  const output = join(dirname(notebook), 'output');
  const saved = join(output, 'model');
  const { kernel } = model.notebook;
  const executed = await executeNotebook({
    notebook,
    output: join(output, basename(notebook)),
    parameters: mergeParameters(model.notebook.parameters, options.parameters ?? {}),
    env: {
      ...(await channelVariables(model.notebook.channels, options.data ?? [])),
      SM_MODEL_DIR: saved,
      SM_OUTPUT_DATA_DIR: output,
    },
    ...(kernel === undefined ? {} : { kernel }),
    ...(options.onOutput && { onOutput: options.onOutput }),
    ...(options.signal && { signal: options.signal }),
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
