/** `gradus lineage`: what a version or the endpoint came from, drawn. */
import { registryContext, servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

const ENDPOINT = 'endpoint';

export const lineage: Verb<{ svg?: string }> = {
  name: 'lineage',
  summary: 'draw where a version or the endpoint of a model comes from: data, notebook, job, approval',
  examples: [
    'gradus lineage movies',
    'gradus lineage movies champion --svg lineage.svg',
    'gradus lineage movies endpoint --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('[version]', 'a number, `latest`, `approved`, an alias, or `endpoint`: what serves', 'latest')
      .option('--svg <file>', 'write the graph as an SVG that any browser shows'),
  async run(context, [name, which = 'latest'], { svg }) {
    const { model } = await servedModel(context, name!);
    const registry = await registryContext(context);
    const { drawLineage, findVersion, lineageOf, lineageSvg } = await import('@gradus/model-registry');
    const subject = which === ENDPOINT ? model.name : (await findVersion(registry, model.name, which)).arn;
    const graph = await lineageOf(registry.clients, subject).catch(async (error: unknown) => {
      if (which !== ENDPOINT || (error as Error).name !== 'ValidationException') throw error;
      const { level0Errors } = await import('@gradus/level-0');
      throw level0Errors.make('NOT_DEPLOYED', `${model.name} has no endpoint`, {
        remedy: `\`gradus deploy ${model.name}\` makes one.`,
        cause: error,
      });
    });
    if (svg !== undefined) {
      const { writeReport } = await import('../write-report.ts');
      await writeReport(svg, lineageSvg(graph));
    }
    context.output.result({ ...graph, ...(svg !== undefined && { svg }) }, () => {
      const drawn = drawLineage(graph, { width: process.stdout.columns || UNCUT });
      return svg === undefined ? drawn : `${drawn}\n\nWritten to ${svg}`;
    });
  },
};

/** Columns where nobody cuts: a file, a pipe. */
const UNCUT = 1000;
