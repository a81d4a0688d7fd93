/** `gradus serve-recommendations`: the table, the function and the HTTP API of a model's recommendations. */
import type { Verb } from '../verb.ts';

interface Options {
  readonly code?: string;
}

export const serveRecommendations: Verb<Options> = {
  name: 'serve-recommendations',
  summary: 'make the table, the Lambda function and the HTTP API of a model, or what has changed of them',
  examples: [
    'gradus serve-recommendations movies',
    'gradus serve-recommendations movies --code my-handler.zip',
    'gradus serve-recommendations movies --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .option('--code <zip>', 'a function of your own with index.handler; the one of Gradus unless told otherwise'),
  async run(context, [name], { code: file }) {
    const { recommendationContext } = await import('../recommendations/recommendation-context.ts');
    const { recommendationApiCode } = await import('../recommendations/api-code.ts');
    const code = await recommendationApiCode(file);
    const { model, where } = await recommendationContext(context, name!);
    const library = await import('@gradus/serving/recommendations');
    const { output } = context;
    const table = await library.ensureRecommendationTable(model, where);
    output.note(`table ${table}`);
    const { FunctionName: functionName } = library.recommendationApi(model, where.environment.namespace).function;
    output.note(`function ${functionName}`);
    const api = await library.ensureRecommendationApi(model, where, code);
    const pointer = await library.servedData(model, where);
    const { formatBytes } = await import('../output.ts');
    const { servedNow } = await import('../recommendations/served-text.ts');
    output.result({ ...api, table, functionName, codeBytes: code.length, served: pointer.stable ?? null }, () =>
      [
        `${model.name} answers at ${output.paint.strong(`${api.url}/recommendations/<user>`)}`,
        `Function ${functionName}, version ${api.functionVersion} (${formatBytes(code.length)}), reads table ${table}.`,
        servedNow(pointer),
        pointer.stable === undefined
          ? `Next: gradus write-recommendations ${model.name} 1 <rows.ndjson>, then gradus switch-data ${model.name} 1 --why "…"`
          : `Next: gradus recommend ${model.name} --user <id>`,
      ].join('\n'),
    );
  },
};
