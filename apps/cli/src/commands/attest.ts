/** `gradus attest`: records what ran outside of SageMaker, e.g. a CI server's test, for a version; `gradus assess` counts it. */
import { errors } from '../errors.ts';
import { registryContext, servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

export const attest: Verb<{ source: string; failed?: true }> = {
  name: 'attest',
  summary: 'record that a check outside of SageMaker passed or failed for a version: assess counts it',
  examples: [
    'gradus attest movies test-convergence 3 --source https://ci.example.com/runs/17',
    'gradus attest movies check-performance --source s3://reports/load.json --failed',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('<item>', 'what was checked: an item of `gradus assess --list`')
      .argument('[version]', 'a number, `latest`, `approved` or an alias', 'latest')
      .requiredOption('--source <url>', 'where it can be looked at: the run of a CI server, a report')
      .option('--failed', 'it failed'),
  async run(context, [name, item, which = 'latest'], { source, failed }) {
    if (!URL.canParse(source)) {
      throw errors.make('USAGE_OPTION', `--source cannot be "${source}"`, {
        got: source,
        allowed: ['a URL'],
        remedy: 'Say where it can be looked at: https://… or s3://…',
      });
    }
    const { model } = await servedModel(context, name!);
    const registry = await registryContext(context);
    const [{ findVersion }, { attest: record, criteria }] = await Promise.all([
      import('@gradus/model-registry'),
      import('@gradus/assessment'),
    ]);
    const version = await findVersion(registry, model.name, which);
    const attestable = criteria.filter((criterion) => criterion.attestable).map(({ id }) => id);
    const passed = failed !== true;
    const arn = await record(registry.clients, version, { criterion: item!, passed, source }, attestable);
    context.output.result(
      { criterion: item, passed, source, version: version.version, arn },
      () => `Recorded for version ${version.version} of ${model.name}: ${item} ${passed ? 'passed' : 'failed'}.`,
    );
  },
};
