/** How a view is read online: what to ask of each group, and where in a row each answer goes; made once a view. */
import type { FeatureType } from '@gradus/core';
import type { FeatureGroup, FeatureView } from '../groups/feature-group.ts';

export interface SourcePlan {
  readonly group: FeatureGroup;
  /** The column of the asked rows that holds the identifier. */
  readonly key: string;
  readonly identifierType: FeatureType;
  /** The features to ask for, and the event time. */
  readonly names: string[];
  /** By the feature's name. */
  readonly columns: ReadonlyMap<string, { readonly column: string; readonly type: FeatureType }>;
  readonly ttlSeconds: number;
}

export interface ReadPlan {
  readonly view: FeatureView;
  readonly sources: readonly SourcePlan[];
  /** A row of nulls, in the order of the view's columns. */
  readonly empty: Readonly<Record<string, null>>;
}

const typeOf = ({ features }: FeatureGroup, feature: string): FeatureType =>
  features.find(({ name }) => name === feature)!.type;

export const readPlan = (view: FeatureView): ReadPlan => ({
  view,
  sources: view.sources.map(({ group, key, features, ttlSeconds = Infinity }) => ({
    ...{ group, key, ttlSeconds },
    identifierType: typeOf(group, group.recordIdentifier),
    names: [...new Set([...features.map(({ name }) => name), group.eventTime])],
    columns: new Map(features.map(({ name, column, type }) => [name, { column, type }])),
  })),
  empty: Object.fromEntries(view.sources.flatMap(({ features }) => features.map(({ column }) => [column, null]))),
});
