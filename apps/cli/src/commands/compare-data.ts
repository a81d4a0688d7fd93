/** `gradus compare-data`: how much users would notice of a new data version. */
import type { Verb } from '../verb.ts';

interface Options {
  readonly type?: string;
  readonly contents?: string;
  readonly first?: string;
  readonly sample?: string;
}

const MOST_ITEMS = 1000;

export const compareData: Verb<Options> = {
  name: 'compare-data',
  summary: 'compare two data versions user by user: overlap, rank correlation, whose recommendations change most',
  examples: [
    'gradus compare-data movies 6 7',
    'gradus compare-data movies 6 7 --type watch-next --first 5',
    'gradus compare-data movies 6 7 --sample 0.1 --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('<before>', 'a data version')
      .argument('<after>', 'the data version to hold against it')
      .option('--type <type>', "what it is recommended for; the model's first unless told otherwise")
      .option('--contents <type>', "what is recommended; the model's first unless told otherwise")
      .option('--first <count>', "ranks that are compared; the model's limit unless told otherwise")
      .option('--sample <share>', 'the share of users to look at, above 0 and at most 1; the same ones every time'),
  async run(context, [name, before, after], { type, contents, first, sample: part }) {
    const { oneOf, shareOf, wholeNumber } = await import('../option-values.ts');
    const k = first === undefined ? undefined : wholeNumber('--first', first, MOST_ITEMS);
    const sample = part === undefined ? undefined : shareOf('--sample', part);
    const { onTable, recommendationContext } = await import('../recommendations/recommendation-context.ts');
    const { model, settings, where } = await recommendationContext(context, name!);
    const options = {
      signal: context.signal,
      ...(type !== undefined && { type: oneOf('--type', type, settings.types) }),
      ...(contents !== undefined && { contents: oneOf('--contents', contents, settings.contents) }),
      ...(k !== undefined && { k }),
      ...(sample !== undefined && { sample }),
    };
    const { compareDataVersions } = await import('@gradus/serving/recommendations');
    const found = await onTable(model, () => compareDataVersions(model, before!, after!, where, options));
    const { comparisonText } = await import('../recommendations/data-version-text.ts');
    context.output.result({ before, after, ...found }, () =>
      comparisonText(before!, after!, found, context.output.paint),
    );
  },
};
