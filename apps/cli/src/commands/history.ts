/** `gradus history`: who changed what in the registry of a model, when and why. */
import { table } from '../output.ts';
import { registryContext, servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

/** Each registration asks AWS for one version. */
const MOST = 1000;

export const history: Verb<{ limit: string }> = {
  name: 'history',
  summary: 'tell who registered, approved, staged and named versions, when and why, newest first',
  examples: ['gradus history movies', 'gradus history movies 3', 'gradus history movies --limit 10 --json'],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('[version]', 'a number, `latest`, `approved` or an alias')
      .option('--limit <count>', 'how many changes at most', '50'),
  async run(context, [name, which], options) {
    const { wholeNumber } = await import('../option-values.ts');
    const limit = wholeNumber('--limit', options.limit, MOST);
    const { model } = await servedModel(context, name!);
    const registry = await registryContext(context);
    const { findVersion, history: read } = await import('@gradus/model-registry');
    const version = which === undefined ? undefined : (await findVersion(registry, model.name, which)).version;
    const events = await read(registry, model.name, { limit, ...(version === undefined ? {} : { version }) });
    const { minute, who } = await import('../version-text.ts');
    context.output.result(events, () =>
      events.length === 0
        ? `Nothing of ${model.name} has been registered.`
        : table([
            ['WHEN', 'WHO', 'VERSION', 'WHAT', 'WHY'],
            ...events.map((event) => [
              minute(event.at),
              who(event.by),
              event.version === undefined ? '-' : String(event.version),
              `${event.kind}: ${event.what}`,
              event.why ?? (event.elsewhere ? 'by another tool' : ''),
            ]),
          ]),
    );
  },
};
