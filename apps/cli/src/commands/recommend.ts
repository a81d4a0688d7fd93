/** `gradus recommend`: what a user is recommended, asked of the HTTP API as an application asks it. */
import type { Verb } from '../verb.ts';

interface Options {
  readonly user: string;
  readonly type?: string;
  readonly contents?: string;
  readonly limit?: string;
  readonly url?: string;
}

const MOST_ITEMS = 1000;

export const recommend: Verb<Options> = {
  name: 'recommend',
  summary: 'ask the HTTP API what a user is recommended: which data version, how long it took, popular or their own',
  examples: [
    'gradus recommend movies --user 42',
    'gradus recommend movies --user 42 --type watch-next --limit 3',
    'gradus recommend movies --user 42 --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .requiredOption('--user <id>', 'a user; one whom nobody knows gets what is popular')
      .option('--type <type>', "what it is recommended for; the model's first unless told otherwise")
      .option('--contents <type>', "what is recommended; the model's first unless told otherwise")
      .option('--limit <count>', "items at most; the model's unless told otherwise")
      .option('--url <url>', 'where the API answers; API Gateway is asked unless told otherwise'),
  async run(context, [name], { user, type, contents, limit: wanted, url: given }) {
    const { wholeNumber } = await import('../option-values.ts');
    const limit = wanted === undefined ? undefined : wholeNumber('--limit', wanted, MOST_ITEMS);
    if (user === '') {
      const { errors } = await import('../errors.ts');
      throw errors.make('USAGE_OPTION', '--user is empty', { got: user, allowed: ['the id of a user'] });
    }
    const { recommendationContext } = await import('../recommendations/recommendation-context.ts');
    const { model, where } = await recommendationContext(context, name!);
    const { readRecommendations, recommendationApiUrl } = await import('@gradus/serving/recommendations');
    const { explainRefusal, recommendationsText } = await import('../recommendations/recommendations-text.ts');
    const url = given ?? (await recommendationApiUrl(model, where));
    const asked = {
      url,
      signal: context.signal,
      ...(type !== undefined && { type }),
      ...(contents !== undefined && { contents }),
      ...(limit !== undefined && { limit }),
    };
    const began = performance.now();
    const { etag, value } = await readRecommendations(model, user, where, asked).catch((error: unknown) => {
      throw explainRefusal(error, model, asked);
    });
    const milliseconds = Math.round((performance.now() - began) * 10) / 10;
    if (value === 'unchanged') throw new Error('the API answered 304 to a request without an entity tag');
    const { output } = context;
    output.result({ ...value, etag, milliseconds, url }, () =>
      recommendationsText({ ...value, etag, milliseconds }, output.paint),
    );
  },
};
