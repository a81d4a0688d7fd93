/** `gradus show`: everything that a version carries. */
import { level0Context } from '../level-0-context.ts';
import { servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

export const show: Verb = {
  name: 'show',
  summary: 'show everything that a version of a model carries',
  examples: ['gradus show movies', 'gradus show movies 3', 'gradus show movies approved --json'],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('[version]', 'a number, `latest`, `approved` or an alias', 'latest'),
  async run(context, [name, version = 'latest']) {
    const loaded = await servedModel(context, name!);
    const { show: read } = await import('@gradus/level-0');
    const detail = await read(loaded, await level0Context(context), version);
    const { versionDetail } = await import('../version-text.ts');
    context.output.result(detail, () => versionDetail(detail, context.output.paint));
  },
};
