/** `gradus assess`: what a model meets of Google's lists for MLOps Levels 0, 1 and 2, by evidence. */
import { errors } from '../errors.ts';
import { servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

const LEVELS = ['0', '1', '2'] as const;

interface Options {
  readonly level?: string;
  readonly require?: string;
  readonly html?: string;
  readonly list?: true;
}

export const assess: Verb<Options> = {
  name: 'assess',
  summary: 'judge what a model meets of each MLOps maturity level, by evidence, and what gets there',
  examples: [
    'gradus assess movies',
    'gradus assess movies --level 1',
    'gradus assess movies --html maturity.html',
    'gradus assess movies --require 0',
    'gradus assess --list',
  ],
  define: (command) =>
    void command
      .argument('[model]', 'a model of the workspace or of the registry')
      .option('--level <level>', 'show one level only: 0, 1 or 2')
      .option('--require <level>', 'end with 1 when something that applies to that level, or to one below, is not met')
      .option('--html <file>', 'write the report as one HTML page')
      .option('--list', 'list the criteria; nothing is judged'),
  async run(context, [name], options) {
    const [{ oneOf }, lib, text] = await Promise.all([
      import('../option-values.ts'),
      import('@gradus/assessment'),
      import('../assessment-text.ts'),
    ]);
    const level = options.level === undefined ? undefined : Number(oneOf('--level', options.level, LEVELS));
    const required = options.require === undefined ? undefined : Number(oneOf('--require', options.require, LEVELS));
    const { result, paint } = context.output;
    if (options.list) {
      const shown = lib.criteria.filter(({ list }) => level === undefined || lib.LISTS[list].level === level);
      // Functions have no JSON.
      result(shown, () => text.criteriaText(shown, paint));
      return;
    }
    if (name === undefined) {
      throw errors.make('USAGE_ARGUMENT', 'gradus assess: missing required argument `model`', {
        remedy: 'Name a model, or list the criteria: gradus assess --list',
      });
    }
    const report = await lib.assess(await servedModel(context, name), { clients: await context.clients() });
    const lists = report.lists.filter((list) => level === undefined || list.level === level);
    const shown = { ...report, lists };
    if (options.html !== undefined) {
      const { writeReport } = await import('../write-report.ts');
      await writeReport(options.html, lib.reportPage(shown));
      context.output.note(`written: ${options.html}`);
    }
    result(shown, () => text.reportText(shown, lib.nextSteps(report), paint));
    if (required === undefined) return;
    const unmet = lib.unmetFor(report, required as 0 | 1 | 2);
    if (unmet.length === 0) return;
    process.exitCode = 1;
    context.output.tell(
      `${report.model} lacks ${unmet.length} of what Level ${required} asks for: ${unmet.map(({ id }) => id).join(', ')}`,
    );
  },
};
