/** `gradus features`: the feature groups and views of a model, or one of them with its statistics and freshness. */
import type { GroupFreshness } from '@gradus/feature-store';
import { isGradusError } from '@gradus/core';
import { featureStoreContext } from '../feature-store-context.ts';
import type { Verb } from '../verb.ts';

interface Options {
  readonly statistics?: true;
}

export const features: Verb<Options> = {
  name: 'features',
  summary: 'list the feature groups and views of a model, or one of them with its features and how fresh they are',
  examples: [
    'gradus features movies',
    'gradus features movies users',
    'gradus features movies ranking --statistics',
    'gradus features movies users --json',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('[name]', 'a feature group or a view')
      .option('--statistics', 'read the offline store: nulls, distinct values, quantiles, most frequent values'),
  async run(context, [name, wanted], { statistics }) {
    const { model } = await context.model(name!);
    const { result, paint } = context.output;
    const store = await featureStoreContext(context);
    const library = await import('@gradus/feature-store');
    const text = await import('../feature-text.ts');
    if (wanted === undefined) {
      const groups = await library.listFeatureGroups(model, store);
      const views = Object.keys(model.features?.views ?? {}).map((view) =>
        library.featureView(model, store.environment.namespace, view),
      );
      result({ groups, views }, () => text.featureList(model.name, groups, views, paint));
      return;
    }
    const isView = Object.hasOwn(model.features?.views ?? {}, wanted);
    const { namespace } = store.environment;
    const view = isView ? library.featureView(model, namespace, wanted) : undefined;
    const groups = view ? view.sources.map(({ group }) => group) : [library.featureGroup(model, namespace, wanted)];
    const freshness: GroupFreshness[] = [];
    const missing: string[] = [];
    for (const group of groups) {
      if (!group.offline) continue;
      const found = await library.featureFreshness(model, group.name, store).catch((error: unknown) => {
        if (!isGradusError(error) || error.code !== 'FEATURE_GROUP_MISSING' || statistics) throw error;
        return undefined;
      });
      if (found) freshness.push(found);
      else missing.push(group.name);
    }
    const found =
      statistics && (await library.featureStatistics(model, view ? { view: wanted } : { group: wanted }, store));
    result(
      { ...(view ? { view } : { group: groups[0] }), freshness, missing, ...(found && { statistics: found }) },
      () =>
        [
          ...text.missingGroups(model.name, missing),
          text.featureDetail(view ?? groups[0]!, freshness, found, paint),
        ].join('\n'),
    );
  },
};
