/** The options of verbs that run a notebook: parameters and data. */
import type { Command } from 'commander';
import type { DataChannel, Parameters } from '@gradus/training';

export interface RunOptions {
  readonly param?: readonly string[];
  readonly data?: readonly string[];
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Adds `--param` and `--data`, each as often as needed. */
export const defineRunOptions = (command: Command): Command =>
  command
    .option('-p, --param <name=value>', 'a parameter of the notebook; as often as needed', collect)
    .option(
      '-d, --data <channel=folder>',
      'data that the run is given, a folder or s3://…; as often as needed',
      collect,
    );

/** @throws GradusError PARAMETER_INVALID, DATA_CHANNEL_INVALID; what the model declares is not looked at */
export const readRunOptions = async ({
  param = [],
  data = [],
}: RunOptions): Promise<{ parameters: Parameters; data: DataChannel[] }> => {
  const { parseDataChannel, parseParameter } = await import('@gradus/training');
  return {
    parameters: Object.fromEntries(param.map(parseParameter)),
    data: data.map((text) => parseDataChannel(text, process.cwd())),
  };
};
