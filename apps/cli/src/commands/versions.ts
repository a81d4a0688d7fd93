/** `gradus versions`: the history of a model. */
import { level0Context } from '../level-0-context.ts';
import { servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

/** Each line asks AWS for one version. */
const MOST = 1000;

const STATUSES = { approved: 'Approved', rejected: 'Rejected', pending: 'PendingManualApproval' } as const;

export const versions: Verb<{ status?: string; limit: string }> = {
  name: 'versions',
  summary: 'list the versions of a model, newest first',
  examples: [
    'gradus versions movies',
    'gradus versions movies --status approved --limit 5',
    'gradus versions movies --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .option('--status <status>', `only those that are ${Object.keys(STATUSES).join(', ')}`)
      .option('--limit <count>', 'how many at most', '20'),
  async run(context, [name], options) {
    const { oneOf, wholeNumber } = await import('../option-values.ts');
    const status =
      options.status === undefined
        ? undefined
        : oneOf('--status', options.status, Object.keys(STATUSES) as (keyof typeof STATUSES)[]);
    const limit = wholeNumber('--limit', options.limit, MOST);
    const loaded = await servedModel(context, name!);
    const { versions: list } = await import('@gradus/level-0');
    const found = await list(loaded, await level0Context(context), {
      limit,
      ...(status && { status: STATUSES[status] }),
    });
    const { versionTable } = await import('../version-text.ts');
    const { model } = loaded;
    context.output.result(found, () => {
      if (found.length > 0) return versionTable(found, Object.keys(model.gates), context.output.paint);
      return status
        ? `No version of ${model.name} is ${status}.`
        : `${model.name} has no version yet: gradus publish ${model.name}`;
    });
  },
};
