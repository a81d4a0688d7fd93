/** `gradus deploy`: an approved version behind the model's endpoint. */
import { level0Context } from '../level-0-context.ts';
import { servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

export const deploy: Verb = {
  name: 'deploy',
  summary: 'put an approved version behind the endpoint of its model, losing no request',
  examples: ['gradus deploy movies', 'gradus deploy movies 3', 'gradus deploy movies --env aws-dev'],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('[version]', 'a number, an alias, `latest` or `approved`: the newest that is', 'approved'),
  async run(context, [name, version = 'approved']) {
    const { output } = context;
    const loaded = await servedModel(context, name!);
    const { deploy: put } = await import('@gradus/level-0');
    const done = await put(loaded, await level0Context(context), version, (status) =>
      output.note(`endpoint ${loaded.model.name}: ${status}`),
    );
    output.result(
      done,
      () =>
        `Endpoint ${done.endpoint} serves version ${done.version}${done.changed ? '' : ', as it did already'}. Ask it: gradus predict ${done.endpoint} '<input>'`,
    );
  },
};
