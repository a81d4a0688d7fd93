/** The feature groups and views of a model, resolved: plain structures with their AWS names and defaults. */
import { didYouMean, durationSeconds, type Duration, type FeatureType, type Model } from '@gradus/core';
import { errors } from '../errors.ts';

export interface Feature {
  readonly name: string;
  readonly type: FeatureType;
}

export interface FeatureGroup {
  /** As declared. */
  readonly name: string;
  /** `<namespace>-<model>-<name>`. */
  readonly awsName: string;
  readonly recordIdentifier: string;
  readonly eventTime: string;
  /** `Fractional`: seconds since 1970; `String`: ISO 8601 in UTC. */
  readonly eventTimeType: 'Fractional' | 'String';
  /** In the order of the declaration. */
  readonly features: readonly Feature[];
  /** As declared, for AWS. */
  readonly ttl?: Duration;
  /** Seconds after its event time that a record is served; for ever when absent. */
  readonly ttlSeconds?: number;
  readonly online: boolean;
  readonly offline: boolean;
  readonly description?: string;
}

/** What a view takes from one group. */
export interface ViewSource {
  readonly group: FeatureGroup;
  /** The column of the spine, or of the ids read online, that holds the group's identifier. */
  readonly key: string;
  /** `column` is the name in the view's rows. */
  readonly features: readonly (Feature & { readonly column: string })[];
  /** Seconds after its event time that a record may be used: the shorter of the view's and the group's; for ever when absent. */
  readonly ttlSeconds?: number;
}

export interface FeatureView {
  /** As declared. */
  readonly name: string;
  readonly sources: readonly ViewSource[];
  /** The module of on-demand transforms, relative to `model.ts`. */
  readonly transforms?: string;
}

/** As much of a model as features need. */
export type FeatureModel = Pick<Model, 'name' | 'features'>;

const AWS_NAME_LIMIT = 64;

const awsNameOf = (model: string, namespace: string, group: string): string => {
  const name = `${namespace}-${model}-${group}`;
  if (name.length <= AWS_NAME_LIMIT) return name;
  throw errors.make('FEATURE_GROUP_NAME_TOO_LONG', `the feature group "${group}" is too long a name on AWS`, {
    got: name,
    allowed: [`at most ${AWS_NAME_LIMIT} characters of <namespace>-<model>-<group>`],
    remedy: `Shorten the group's name by ${name.length - AWS_NAME_LIMIT} characters.`,
  });
};

type Declared = NonNullable<FeatureModel['features']>;

const resolveGroup = (
  model: string,
  namespace: string,
  name: string,
  declared: Declared['groups'][string],
): FeatureGroup => {
  const { ttl, description, features, eventTime, ...rest } = declared;
  return {
    ...{ ...rest, name, awsName: awsNameOf(model, namespace, name), eventTime },
    eventTimeType: features[eventTime] as 'Fractional' | 'String',
    features: Object.entries(features).map(([feature, type]) => ({ name: feature, type })),
    ...(ttl && { ttl, ttlSeconds: durationSeconds(ttl) }),
    ...(description !== undefined && { description }),
  };
};

const declaredFeatures = ({ name, features }: FeatureModel): Declared => {
  if (features) return features;
  throw errors.make('FEATURES_NOT_DECLARED', `the model "${name}" declares no features`, {
    remedy: 'Add a features section with groups to its model.ts.',
  });
};

const pick = <Value>(all: Readonly<Record<string, Value>>, name: string, what: string, model: string): Value => {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found !== undefined) return found;
  const allowed = Object.keys(all);
  throw errors.make('FEATURE_NAME_UNKNOWN', `the model "${model}" has no feature ${what} "${name}"`, {
    got: name,
    allowed,
    remedy: didYouMean(name, allowed) ?? `Name one of these, or declare it under features.${what}s in model.ts.`,
  });
};

/**
 * The groups of a model in a namespace (an environment's), in the order of the declaration; none where it declares none.
 * @throws GradusError FEATURE_GROUP_NAME_TOO_LONG
 */
export const featureGroups = (model: FeatureModel, namespace: string): FeatureGroup[] =>
  Object.entries(model.features?.groups ?? {}).map(([name, group]) => resolveGroup(model.name, namespace, name, group));

/**
 * A group of a model.
 * @throws GradusError FEATURES_NOT_DECLARED, FEATURE_NAME_UNKNOWN with the near match, FEATURE_GROUP_NAME_TOO_LONG
 */
export const featureGroup = (model: FeatureModel, namespace: string, name: string): FeatureGroup =>
  resolveGroup(model.name, namespace, name, pick(declaredFeatures(model).groups, name, 'group', model.name));

/**
 * A view of a model with its groups, in the order of the declaration.
 * @throws GradusError FEATURES_NOT_DECLARED, FEATURE_NAME_UNKNOWN with the near match, FEATURE_GROUP_NAME_TOO_LONG
 */
export const featureView = (model: FeatureModel, namespace: string, name: string): FeatureView => {
  const { groups, transforms } = pick(declaredFeatures(model).views, name, 'view', model.name);
  const sources = Object.entries(groups).map(([groupName, source]): ViewSource => {
    const group = featureGroup(model, namespace, groupName);
    const types = new Map(group.features.map((feature) => [feature.name, feature.type]));
    const ttls = [group.ttlSeconds, source.ttl && durationSeconds(source.ttl)].filter((ttl) => ttl !== undefined);
    return {
      group,
      key: source.key ?? group.recordIdentifier,
      features: source.features.map((feature) => ({
        name: feature,
        type: types.get(feature)!,
        column: `${source.prefix ?? ''}${feature}`,
      })),
      ...(ttls.length > 0 && { ttlSeconds: Math.min(...ttls) }),
    };
  });
  return { name, sources, ...(transforms !== undefined && { transforms }) };
};
