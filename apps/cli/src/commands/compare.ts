/** `gradus compare`: two or more versions held against one another. */
import { registryContext, servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

export const compare: Verb = {
  name: 'compare',
  summary: 'compare versions: metrics and their differences, parameters, data, code, signature',
  examples: [
    'gradus compare movies 2 3',
    'gradus compare movies champion latest',
    'gradus compare movies 1 2 3 --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('<versions...>', 'two or more: numbers, `latest`, `approved`, aliases'),
  async run(context, [name, ...which]) {
    const { model } = await servedModel(context, name!);
    const registry = await registryContext(context);
    const { compareVersions, findVersion } = await import('@gradus/model-registry');
    const versions = await Promise.all(which.map((each) => findVersion(registry, model.name, each)));
    const comparison = await compareVersions(registry.clients, versions, model.gates);
    const { comparisonText } = await import('../comparison-text.ts');
    context.output.result(comparison, () => comparisonText(comparison, context.output.paint));
  },
};
