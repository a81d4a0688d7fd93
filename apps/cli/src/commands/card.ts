/** `gradus card`: the model card of a version, made from its facts. */
import { table } from '../output.ts';
import { registryContext, servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

export const card: Verb<{ save?: true }> = {
  name: 'card',
  summary: 'show the model card of a version, made from what the registry knows, or save it in SageMaker',
  examples: ['gradus card movies', 'gradus card movies 3 --save', 'gradus card movies champion --json'],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('[version]', 'a number, `latest`, `approved` or an alias', 'latest')
      .option('--save', "keep it as one of SageMaker's model cards; a change makes a new version of it"),
  async run(context, [name, which = 'latest'], { save }) {
    const { paint, result } = context.output;
    const { model } = await servedModel(context, name!);
    const registry = await registryContext(context);
    const { cardOf, findVersion, saveCard } = await import('@gradus/model-registry');
    const { getJson } = await import('@gradus/training');
    const version = await findVersion(registry, model.name, which);
    const uri = version.facts?.parameters;
    const parameters = uri === undefined ? {} : await getJson<Record<string, unknown>>(registry.clients.s3, uri);
    const content = cardOf(version, { parameters, gates: model.gates });
    const saved = save ? await saveCard(registry.clients, version, content) : undefined;
    result({ content, ...(saved && { saved }) }, () => {
      const rows = leaves(content).map(([path, value]) => [paint.faint(path), value]);
      const said = saved
        ? `\n\n${saved.changed ? 'Saved as' : 'It is already'} model card ${saved.name}, version ${saved.version} (${saved.status}).`
        : `\n\nKeep it in SageMaker: gradus card ${model.name} ${version.version} --save`;
      return `${table(rows)}${said}`;
    });
  },
};

/** Every value with its place; what has a name stands under it. */
const leaves = (value: unknown, path: readonly string[] = []): [string, string][] => {
  if (typeof value !== 'object' || value === null) return [[path.join(' '), String(value)]];
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) => {
      if (typeof each !== 'object' || each === null) return leaves(each, path);
      const { name, ...rest } = each as { name?: string };
      return leaves(rest, [...path.slice(0, -1), name ?? `${path.at(-1)} ${index + 1}`]);
    });
  }
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'type' ? [] : leaves(each, key === 'value' ? path : [...path, key.replaceAll('_', ' ')]),
  );
};
