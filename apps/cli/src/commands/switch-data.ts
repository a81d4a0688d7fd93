/** `gradus switch-data` and `gradus rollback-data`: which data version is served, to all or to a share of the users. */
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';

interface SwitchOptions {
  readonly why: string;
  readonly share?: string;
  readonly expected?: string;
}

interface RollbackOptions {
  readonly why: string;
  readonly expected?: string;
}

const BETWEEN_NOTES_MS = 1000;

const EXPECTED = 'only when this data version is what is served: else somebody was faster';

const recommendations = async (context: Context, name: string) => {
  const { onTable, recommendationContext } = await import('../recommendations/recommendation-context.ts');
  return { onTable, ...(await recommendationContext(context, name)) };
};

export const switchData: Verb<SwitchOptions> = {
  name: 'switch-data',
  summary: 'serve a data version, to all at once or to a share of the users first',
  examples: [
    'gradus switch-data movies 7 --why "overlaps 6 by 0.8, HR@10 + 2 %"',
    'gradus switch-data movies 7 --share 0.1 --why "try it"',
    'gradus switch-data movies 7 --expected 6 --why "better" --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('<version>', 'a data version that is complete')
      .requiredOption('--why <reason>', 'the reason; it stays in the history')
      .option('--share <share>', 'serve it to that share of the users, above 0 and at most 1: the same ones every time')
      .option('--expected <version>', EXPECTED),
  async run(context, [name, version], { why, share: part, expected }) {
    const { shareOf } = await import('../option-values.ts');
    const share = part === undefined ? undefined : shareOf('--share', part);
    const { model, where, onTable } = await recommendations(context, name!);
    const library = await import('@gradus/serving/recommendations');
    const { servedNow } = await import('../recommendations/served-text.ts');
    const { output, signal } = context;
    let noted = performance.now();
    let switched = '';
    const options: Parameters<typeof library.switchData>[3] = {
      why,
      signal,
      ...(expected !== undefined && { expected }),
      onSwitched: (now) => (switched = servedNow(now)),
      onProgress: ({ version: old, rows, of }) => {
        if (performance.now() - noted < BETWEEN_NOTES_MS) return;
        noted = performance.now();
        output.note(`${switched} ${old} is superseded: ${rows} of ${of} rows are told when they expire`);
      },
    };
    const pointer = await onTable(model, () =>
      share === undefined
        ? library.switchData(model, version!, where, options)
        : library.tryData(model, version!, share, where, options),
    );
    output.result(pointer, () =>
      pointer.trial
        ? `${servedNow(pointer)}\nTo all: gradus switch-data ${model.name} ${version} --why "…"; to nobody: gradus rollback-data ${model.name} --why "…"`
        : `${servedNow(pointer)} Who reads it through the API sees it within 5 seconds.`,
    );
  },
};

export const rollbackData: Verb<RollbackOptions> = {
  name: 'rollback-data',
  summary: 'end the trial of a data version; without one, serve the data version before',
  examples: [
    'gradus rollback-data movies --why "fewer clicks"',
    'gradus rollback-data movies --expected 7 --why "wrong" --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .requiredOption('--why <reason>', 'the reason; it stays in the history')
      .option('--expected <version>', `${EXPECTED}; the tried one where a trial runs`),
  async run(context, [name], { why, expected }) {
    const { model, where, onTable } = await recommendations(context, name!);
    const library = await import('@gradus/serving/recommendations');
    const options = { why, ...(expected !== undefined && { expected }) };
    const pointer = await onTable(model, () => library.rollbackData(model, where, options));
    const { servedNow } = await import('../recommendations/served-text.ts');
    const done = pointer.last?.verb === 'drop' ? `The trial of ${pointer.last.to} has ended. ` : '';
    context.output.result(pointer, () => `${done}${servedNow(pointer)}`);
  },
};
