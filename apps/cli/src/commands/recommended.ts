/** `gradus recommended`: who was recommended some content. */
import type { Verb } from '../verb.ts';

interface Options {
  readonly dataVersion?: string;
  readonly limit: string;
  readonly after?: string;
}

const MOST = 1000;

export const recommended: Verb<Options> = {
  name: 'recommended',
  summary: 'list the users who were recommended some content; needs serve.recommendations.reverseItems',
  examples: [
    'gradus recommended movies m7',
    'gradus recommended movies m7 --data-version 6 --limit 1000',
    'gradus recommended movies m7 --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('<content>', 'the id of what was recommended')
      .option('--data-version <version>', 'a data version; the one that is served unless told otherwise')
      .option('--limit <count>', `how many users at most, up to ${MOST}`, '100')
      .option('--after <cursor>', 'go on where an earlier page ended'),
  async run(context, [name, content], { dataVersion, limit: wanted, after }) {
    const { wholeNumber } = await import('../option-values.ts');
    const limit = wholeNumber('--limit', wanted, MOST);
    const { onTable, recommendationContext } = await import('../recommendations/recommendation-context.ts');
    const { model, where } = await recommendationContext(context, name!);
    const { whoWasRecommended } = await import('@gradus/serving/recommendations');
    const page = await onTable(model, () =>
      whoWasRecommended(model, content!, where, {
        limit,
        ...(dataVersion !== undefined && { version: dataVersion }),
        ...(after !== undefined && { cursor: after }),
      }),
    );
    const { output } = context;
    if (page.cursor !== undefined) output.note(`there are more: --after ${page.cursor}`);
    output.result({ content, ...page }, () =>
      page.users.length === 0
        ? `Nobody was recommended ${content} in data version ${page.version}.`
        : page.users.join('\n'),
    );
  },
};
