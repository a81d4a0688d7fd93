/** `gradus publish`: runs a model's notebook as a training job and registers what it made. */
import { level0Context } from '../level-0-context.ts';
import { defineRunOptions, readRunOptions, type RunOptions } from '../run-options.ts';
import type { Verb } from '../verb.ts';

export const publish: Verb<RunOptions & { resume?: string }> = {
  name: 'publish',
  summary: "run a model's notebook as a training job and register the result as a new version",
  examples: [
    'gradus publish movies',
    'gradus publish movies --param seed=7 --data ratings=./ml-latest-small',
    'gradus publish movies --resume movies-20260131-120509-a1b2c3',
  ],
  define: (command) =>
    void defineRunOptions(command.argument('<model>', 'a model of the workspace')).option(
      '--resume <job>',
      'go on with a job that an earlier publish started and did not register',
    ),
  async run(context, [name], options) {
    const { output } = context;
    const loaded = await context.model(name!);
    const level0 = await import('@gradus/level-0');
    const run = await readRunOptions(options);
    const where = await level0Context(context);
    const { publishProgress } = await import('../publish-progress.ts');
    const progress = publishProgress(context, loaded.model.name);
    const version =
      options.resume === undefined
        ? await level0.publish(loaded, where, { ...run, ...progress })
        : await level0.resumePublish(loaded, where, options.resume, progress);
    const detail = await level0.show(loaded, where, String(version.version));
    const { versionDetail } = await import('../version-text.ts');
    output.result(
      detail,
      () =>
        `${versionDetail(detail, output.paint)}\n\nVersion ${version.version} waits for approval: gradus approve ${loaded.model.name} ${version.version} --why "…"`,
    );
  },
};
