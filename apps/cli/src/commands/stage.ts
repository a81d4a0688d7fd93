/** `gradus stage`: where versions are in their life, and moving them along. */
import { table } from '../output.ts';
import { registryContext, servedModel } from '../served-model.ts';
import type { Verb } from '../verb.ts';

/** Each line of the list asks AWS for one version. */
const LISTED = 20;

export const stage: Verb<{ status: string; why?: string }> = {
  name: 'stage',
  summary: 'list the stages of versions, or move one along: Development, Staging, Production, Archived',
  examples: [
    'gradus stage movies',
    'gradus stage movies 3',
    'gradus stage movies 3 Staging --status Approved --why "held for a week"',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace or of the registry')
      .argument('[version]', 'a number, `latest`, `approved` or an alias')
      .argument('[stage]', 'a stage that the model has')
      .option('--status <status>', 'PendingApproval, InProgress, OnHold, Approved, Rejected, Retired', 'InProgress')
      .option('--why <reason>', 'the reason; it stays with the version'),
  async run(context, [name, which, stageName], { status, why = 'no reason given' }) {
    const { output } = context;
    const { model } = await servedModel(context, name!);
    const registry = await registryContext(context);
    const { findVersion, listVersions, moveToStage } = await import('@gradus/model-registry');
    const { stageText } = await import('../version-text.ts');
    if (which !== undefined && stageName !== undefined) {
      const seen = await findVersion(registry, model.name, which);
      const moved = await moveToStage(registry, seen, { stage: stageName, status, why, stages: model.stages });
      output.result(moved, () => `Version ${moved.version} of ${model.name} is in ${stageText(moved.stage!)}`);
      return;
    }
    const versions =
      which === undefined
        ? await listVersions(registry.clients, model.name, { limit: LISTED })
        : [await findVersion(registry, model.name, which)];
    output.result(
      versions.map(({ version, stage: at }) => ({ version, stage: at ?? null })),
      () =>
        versions.length === 0
          ? `${model.name} has no version yet.`
          : table([
              ['VERSION', 'STAGE'],
              ...versions.map(({ version, stage: at }) => [String(version), at ? stageText(at) : 'None']),
            ]),
    );
  },
};
