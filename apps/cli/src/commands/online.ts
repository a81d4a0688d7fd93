/** `gradus online`: what a view gives for identifiers now, as a model that serves would read it. */
import type { FeatureReading } from '@gradus/feature-store';
import { featureStoreContext, loadView } from '../feature-store-context.ts';
import { errors } from '../errors.ts';
import type { Verb } from '../verb.ts';

const MOST_COLUMNS = 4;

/** `user_id=42,contents_code=m7`, or a bare identifier where the view has one key. */
const keysOf = (text: string, keys: readonly string[]): Record<string, string> => {
  const single = keys.length === 1 && !text.includes('=');
  const pairs = single ? [[keys[0]!, text]] : text.split(',').map((pair) => [...pair.split(/=(.*)/s)].slice(0, 2));
  const row = Object.fromEntries(pairs) as Record<string, string | undefined>;
  if (keys.every((key) => row[key]) && pairs.every(([key]) => keys.includes(key!)))
    return row as Record<string, string>;
  throw errors.make('USAGE_OPTION', `${JSON.stringify(text)} does not name a row of the view`, {
    got: text,
    allowed: [keys.map((key) => `${key}=<id>`).join(','), ...(keys.length === 1 ? ['<id>'] : [])],
  });
};

export const online: Verb = {
  name: 'online',
  summary: 'read the features of a view for identifiers, as they are served now',
  examples: [
    'gradus online movies profile 42 43',
    'gradus online movies ranking user_id=42,contents_code=m7',
    'gradus online movies ranking user_id=42,contents_code=m7 --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('<view>', 'a view of its model.ts')
      .argument('<ids...>', 'identifiers: <id>, or <key>=<id>,… where the view has several keys'),
  async run(context, [name, wanted, ...ids]) {
    const loaded = await context.model(name!);
    const store = await featureStoreContext(context);
    const { view, transforms } = await loadView(loaded, store.environment.namespace, wanted!);
    const keys = [...new Set(view.sources.map(({ key }) => key))];
    const asked = ids.map((id) => keysOf(id, keys));
    const library = await import('@gradus/feature-store');
    const rows = await library.online(loaded.model, wanted!, asked, store, transforms ? { transforms } : {});
    const found = rows.map((row, index) => ({ ...asked[index], ...row }));
    const { table } = await import('../output.ts');
    context.output.result(found, () => {
      const columns = Object.keys(rows[0]?.features ?? {});
      const cell = (value: FeatureReading | undefined): string => (value === null ? '-' : String(value));
      const time = (seconds: number | null | undefined): string =>
        seconds === null || seconds === undefined ? '-' : new Date(seconds * 1000).toISOString();
      const byId = [
        ['', ...columns, ...view.sources.map(({ group }) => `as of (${group.name})`)],
        ...rows.map(({ features, eventTimes }, index) => [
          ids[index]!,
          ...columns.map((column) => cell((features as Record<string, FeatureReading>)[column])),
          ...view.sources.map(({ group }) => time(eventTimes[group.name])),
        ]),
      ];
      // A column for each identifier where there are few of them, a row for each where there are many.
      return table(ids.length > MOST_COLUMNS ? byId : byId[0]!.map((_, row) => byId.map((each) => each[row]!)));
    });
  },
};
