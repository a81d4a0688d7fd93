/** `gradus approve` and `gradus reject`: a verdict on a version, with its reason. */
import { level0Context } from '../level-0-context.ts';
import { servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

const verdict = (name: 'approve' | 'reject', summary: string, why: string): Verb<{ why: string }> => ({
  name,
  summary,
  examples: [`gradus ${name} movies 3 --why "${why}"`, `gradus ${name} movies latest --why "${why}" --json`],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('<version>', 'a number, `latest` or an alias')
      .requiredOption('--why <reason>', 'the reason; it stays with the version'),
  async run(context, [model, version], { why: reason }) {
    const loaded = await servedModel(context, model!);
    const level0 = await import('@gradus/level-0');
    const decided = await level0[name](loaded, await level0Context(context), version!, reason);
    const { statusText } = await import('../version-text.ts');
    const { group, version: number } = decided;
    const serves =
      name === 'reject' && (await level0.show(loaded, await level0Context(context), String(number))).serving;
    const next =
      name === 'approve'
        ? `\nPut it behind the endpoint: gradus deploy ${group} ${number}`
        : serves
          ? `\nEndpoint ${group} still serves it, until another version is deployed: gradus deploy ${group}`
          : '';
    context.output.result(
      decided,
      () => `Version ${number} of ${group} is ${statusText(decided.status, context.output.paint)}.${next}`,
    );
  },
});

export const approve = verdict(
  'approve',
  'approve a version, so that it may be served',
  'beats the baseline threefold',
);
export const reject = verdict('reject', 'reject a version', 'trained on half a day of data');
