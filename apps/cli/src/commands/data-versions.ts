/** `gradus data-versions`: the data versions of a model's recommendations, or what was served when. */
import type { DataSwitch, ListedDataVersion } from '@gradus/serving/recommendations';
import type { Verb } from '../verb.ts';

interface Options {
  readonly history?: true;
  readonly limit: string;
}

const MOST = 1000;

export const dataVersions: Verb<Options> = {
  name: 'data-versions',
  summary: 'list the data versions of a model and which one is served, or who switched them and why',
  examples: [
    'gradus data-versions movies',
    'gradus data-versions movies --history',
    'gradus data-versions movies --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .option('--history', 'what was served when, by whom and why, newest first')
      .option('--limit <count>', `how many at most, up to ${MOST}`, '50'),
  async run(context, [name], { history, limit: wanted }) {
    const { wholeNumber } = await import('../option-values.ts');
    const limit = wholeNumber('--limit', wanted, MOST);
    const { onTable, recommendationContext } = await import('../recommendations/recommendation-context.ts');
    const { model, where } = await recommendationContext(context, name!);
    const library = await import('@gradus/serving/recommendations');
    const text = await import('../recommendations/data-version-text.ts');
    const { paint, result } = context.output;
    if (history) {
      const switches: DataSwitch[] = await onTable(model, () => library.dataHistory(model, where, limit));
      result(switches, () => text.historyTable(model.name, switches, paint));
      return;
    }
    const { versions, more } = await onTable(model, async () => {
      const found: ListedDataVersion[] = [];
      for await (const version of library.listDataVersions(model, where)) {
        if (found.length === limit) return { versions: found, more: true };
        found.push(version);
      }
      return { versions: found, more: false };
    });
    const pointer = await library.servedData(model, where);
    if (more) context.output.note(`there are more than ${limit}: --limit shows them`);
    result({ versions, served: pointer }, () => text.versionTable(model.name, versions, pointer, paint));
  },
};
