/** `gradus alias`: the names that versions go by. */
import { errors } from '../errors.ts';
import { table } from '../output.ts';
import { registryContext, servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

interface Options {
  readonly why?: string;
  readonly remove?: true;
}

export const alias: Verb<Options> = {
  name: 'alias',
  summary: 'list the aliases of a model, or move one such as champion to a version',
  examples: [
    'gradus alias movies',
    'gradus alias movies champion 3 --why "beats 2 by 0.02"',
    'gradus alias movies champion --remove --why "withdrawn"',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('[alias]', 'champion, challenger, or any name')
      .argument('[version]', 'a number, `latest`, `approved` or another alias')
      .option('--why <reason>', 'the reason; it stays in the history')
      .option('--remove', 'take the alias away'),
  async run(context, [name, aliasName, which], { why, remove }) {
    const { paint, result } = context.output;
    const wrong = misused(name!, aliasName, which, remove);
    if (wrong) throw errors.make('USAGE_ARGUMENT', wrong, { remedy: 'See: gradus alias --help' });
    const { model } = await servedModel(context, name!);
    const registry = await registryContext(context);
    const { findVersion, listAliases, removeAlias, setAlias } = await import('@gradus/model-registry');
    const reason = why ?? 'no reason given';
    if (aliasName !== undefined && remove) {
      await removeAlias(registry, model.name, aliasName, reason);
      result({ alias: aliasName, removed: true }, () => `${model.name} has no alias ${aliasName} any more.`);
    } else if (aliasName !== undefined) {
      const set = await setAlias(registry, await findVersion(registry, model.name, which!), aliasName, reason);
      result(set, () => `${aliasName} of ${model.name} is version ${set.version}.`);
    } else {
      const aliases = await listAliases(registry, model.name);
      const { minute, who } = await import('../version-text.ts');
      result(aliases, () =>
        aliases.length === 0
          ? `${model.name} has no alias yet: gradus alias ${model.name} champion latest`
          : table([
              ['ALIAS', 'VERSION', 'SINCE', 'WHY'],
              ...aliases.map((each) => [
                paint.strong(each.name),
                String(each.version),
                minute(each.at),
                `${who(each.by)}: ${each.why}`,
              ]),
            ]),
      );
    }
  },
};

const misused = (model: string, name?: string, which?: string, remove?: boolean): string | undefined => {
  if (name === undefined) return remove ? 'gradus alias --remove lacks the alias to remove' : undefined;
  if (remove) return which === undefined ? undefined : 'gradus alias --remove takes no version';
  return which === undefined ? `gradus alias ${model} ${name} lacks the version to move it to` : undefined;
};
