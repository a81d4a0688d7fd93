/** `gradus register`: a model that was trained elsewhere becomes a version. */
import { level0Context } from '../level-0-context.ts';
import type { Verb } from '../verb.ts';

interface Options {
  readonly image?: string;
  readonly metrics?: string;
  readonly signature?: string;
  readonly notebook?: string;
}

export const register: Verb<Options> = {
  name: 'register',
  summary: 'register a model that was trained elsewhere as a new version; it needs no model.ts',
  examples: [
    'gradus register churn ./model.tar.gz --metrics metrics.json',
    'gradus register churn s3://theirs/model.tar.gz --signature signature.json --notebook train.ipynb',
    'gradus register churn ./model.tar.gz --image 111122223333.dkr.ecr.us-east-1.amazonaws.com/churn:3 --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace, or a new name')
      .argument('<archive>', 'a model.tar.gz, or s3://<bucket>/<key>')
      .option('--image <uri>', "what serves it; the environment's serving image unless told otherwise")
      .option('--metrics <file>', 'JSON of numbers by name: the gates ask for them')
      .option('--signature <file>', 'JSON with the JSON Schemas of input and output')
      .option('--notebook <file>', 'the notebook that it was trained with'),
  async run(context, [name, archive], { image, metrics, signature, notebook }) {
    const level0 = await import('@gradus/level-0');
    const declared = (await context.models()).some((known) => known.name === name);
    const model = declared ? await context.model(name!) : level0.undeclaredModel(name!);
    const where = await level0Context(context);
    const given = { archive: archive!, image, metrics, signature, notebook };
    const version = await level0.register(model, where, given);
    const detail = await level0.show(model, where, String(version.version));
    const { versionDetail } = await import('../version-text.ts');
    context.output.result(detail, () => {
      const next =
        version.status === 'PendingManualApproval'
          ? `Version ${version.version} waits for approval: gradus approve ${name} ${version.version} --why "…"`
          : `Version ${version.version} was registered before with this very content.`;
      return `${versionDetail(detail, context.output.paint)}\n\n${next}`;
    });
  },
};
