/** `gradus predict`: one input through the endpoint. */
import { level0Context } from '../level-0-context.ts';
import { servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

export const predict: Verb = {
  name: 'predict',
  summary: 'ask the endpoint of a model, after checking the input against its signature',
  examples: [
    `gradus predict movies '{"user_id": 42}'`,
    'gradus predict movies @input.json',
    'gradus predict movies - < input.json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('<input>', 'JSON, @<file>, or - for standard input'),
  async run(context, [name, input]) {
    const { readInput } = await import('../read-input.ts');
    const value = await readInput(input!);
    const loaded = await servedModel(context, name!);
    const { predict: ask } = await import('@gradus/level-0');
    const prediction = await ask(loaded, await level0Context(context), value);
    context.output.result(
      prediction,
      () =>
        `${JSON.stringify(prediction.output, undefined, 2)}\n${context.output.paint.faint(`version ${prediction.version}, ${prediction.latencyMs.toFixed(1)} ms`)}`,
    );
  },
};
