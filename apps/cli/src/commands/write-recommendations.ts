/** `gradus write-recommendations`: the rows of a file become a data version, which is not served yet. */
import type { Model } from '@gradus/core';
import type { Verb } from '../verb.ts';

interface Options {
  readonly limit?: string;
  readonly parallel: string;
}

const MOST_PARALLEL = 64;
const MOST_ITEMS = 1000;
const BETWEEN_NOTES_MS = 1000;

/** What a model declares, with fewer items kept. */
const withLimit = (model: Model, limit: number | undefined): Model => {
  const { recommendations } = model.serve;
  if (limit === undefined || !recommendations) return model;
  return { ...model, serve: { recommendations: { ...recommendations, limit } } };
};

export const writeRecommendations: Verb<Options> = {
  name: 'write-recommendations',
  summary: 'write the rows of a file as a data version, which is served once you switch to it',
  examples: [
    'gradus write-recommendations movies 7 recommendations.ndjson',
    'inference | gradus write-recommendations movies 2026-04-13 -',
    'gradus write-recommendations movies 7 recommendations.ndjson --limit 5 --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('<version>', 'the name of the data version, e.g. 7 or 2026-04-13')
      .argument(
        '<file>',
        'NDJSON, - for standard input: {"user", "items": [{"ContentID", "Score"}, …]}, and {"popular": true, "items"} for whom nobody knows; "type" and "contents" where the model has several',
      )
      .option('--limit <count>', "items kept of a row; the model's unless told otherwise")
      .option('--parallel <count>', `requests on their way at once, up to ${MOST_PARALLEL}`, '8'),
  async run(context, [name, version, file], { limit: wanted, parallel: many }) {
    const { wholeNumber } = await import('../option-values.ts');
    const parallel = wholeNumber('--parallel', many, MOST_PARALLEL);
    const limit = wanted === undefined ? undefined : wholeNumber('--limit', wanted, MOST_ITEMS);
    const { recommendationContext } = await import('../recommendations/recommendation-context.ts');
    const { model, where } = await recommendationContext(context, name!);
    const library = await import('@gradus/serving/recommendations');
    const { openRows } = await import('../recommendations/read-rows.ts');
    const rows = await openRows(file!);
    await library.ensureRecommendationTable(model, where);
    const { output, signal } = context;
    const began = performance.now();
    let noted = began;
    let resumed = 0;
    const written = await library.writeRecommendations(model, version!, rows, where, {
      parallel,
      signal,
      ...(limit !== undefined && { limit }),
      onProgress: (progress) => {
        resumed = progress.resumed;
        if (performance.now() - noted < BETWEEN_NOTES_MS) return;
        noted = performance.now();
        output.note(`${progress.rows} rows${resumed > 0 ? `, ${resumed} of them by an earlier run` : ''}`);
      },
    });
    const seconds = (performance.now() - began) / 1000;
    const cost = library.dataVersionCost(withLimit(model, limit), { users: written.rows });
    const { served } = await import('../recommendations/served-text.ts');
    const pointer = await library.servedData(model, where);
    output.result({ ...written, resumed, seconds, cost }, () => {
      const count = (value: number): string => value.toLocaleString('en');
      return [
        `Data version ${written.version} of ${model.name} is complete: ${count(written.rows)} rows in ${seconds.toFixed(1)} s${resumed > 0 ? `, ${count(resumed)} of them by an earlier run` : ''}.`,
        cost.says,
        '',
        served(model.name, pointer, written.version),
      ].join('\n');
    });
  },
};
