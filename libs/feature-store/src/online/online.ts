/** Reads features by identifier from the online store: many rows and many groups in one call. */
import type { BatchGetRecordResultDetail } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { FeatureKeys, FeatureRow, FeatureViewName } from '@gradus/core';
import { errors } from '../errors.ts';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { featureView, type FeatureModel } from '../groups/feature-group.ts';
import { decodeValue, type FeatureReading } from '../records/decode-value.ts';
import { encodeIdentifier } from '../records/encode-record.ts';
import { eventSeconds } from '../records/event-time.ts';
import { applyTransforms, requireTransforms, type TransformedRow, type Transforms } from '../transforms/transforms.ts';
import { batchGet } from './batch-get.ts';
import { readPlan, type ReadPlan, type SourcePlan } from './read-plan.ts';

export interface OnlineOptions<Module = unknown> {
  /** The view's, where it declares some. */
  readonly transforms?: Transforms<Module>;
  /** Seconds since 1970; the machine's clock when absent. Decides what has expired, and is the time of transforms. */
  readonly now?: number;
}

export interface OnlineRow<Row> {
  /** By column; null where there is no record, or only one that has expired. */
  readonly features: Row;
  /** When the record of each group became true, in seconds since 1970; null where none is used. */
  readonly eventTimes: Readonly<Record<string, number | null>>;
}

/** The asked identifiers of a row, and whatever else transforms are to see. */
type Asked<M, View extends FeatureViewName<M>> = FeatureKeys<M, View> & Readonly<Record<string, unknown>>;

/** The columns of a view and of its transforms. */
type ViewRow<M, View extends FeatureViewName<M>, Module> = {
  [Column in keyof (FeatureRow<M, View> & TransformedRow<Module>)]: (FeatureRow<M, View> &
    TransformedRow<Module>)[Column];
};

interface Found {
  readonly eventTime: number;
  readonly record: BatchGetRecordResultDetail['Record'];
}

const plans = new WeakMap<FeatureModel, Map<string, ReadPlan>>();

const planOf = (model: FeatureModel, namespace: string, view: string): ReadPlan => {
  let known = plans.get(model);
  if (!known) plans.set(model, (known = new Map<string, ReadPlan>()));
  const name = `${namespace}\n${view}`;
  let plan = known.get(name);
  if (!plan) known.set(name, (plan = readPlan(featureView(model, namespace, view))));
  return plan;
};

const identifierOf = ({ group, key, identifierType }: SourcePlan, row: object, index: number): string => {
  const value = (row as Readonly<Record<string, unknown>>)[key];
  const id = encodeIdentifier(identifierType, value);
  if (id !== undefined) return id;
  throw errors.make('FEATURE_KEY_INVALID', `row ${index + 1} has no ${key} that identifies a record of ${group.name}`, {
    got: value,
    allowed: [`${identifierType}, as ${group.recordIdentifier} is declared`],
    remedy: `Give every row its ${key}.`,
  });
};

const eventTimeOf = (plan: SourcePlan, record: Found['record']): number => {
  const { eventTime, eventTimeType } = plan.group;
  for (const { FeatureName, ValueAsString } of record ?? []) {
    if (FeatureName === eventTime) return eventSeconds(ValueAsString!, eventTimeType);
  }
  return NaN;
};

/**
 * The features of a view for many rows, in the order of the rows. What has expired by the time to live of the view or the
 * group is not used, nor what is deleted. One round trip for up to a hundred identifiers.
 * @throws GradusError FEATURE_NAME_UNKNOWN, FEATURE_KEY_INVALID with the row, FEATURE_READ_FAILED, FEATURE_VALUE_UNSAFE,
 * FEATURE_TRANSFORMS_MISSING, FEATURE_TRANSFORM_FAILED
 */
export const online = async <M extends FeatureModel, const View extends FeatureViewName<M>, Module = unknown>(
  model: M,
  view: View,
  rows: readonly Asked<M, View>[],
  { clients, environment }: Pick<FeatureStoreContext, 'clients' | 'environment'>,
  { transforms, now = Date.now() / 1000 }: OnlineOptions<Module> = {},
): Promise<OnlineRow<ViewRow<M, View, Module>>[]> => {
  const plan = planOf(model, environment.namespace, view);
  const functions = requireTransforms(plan.view, transforms);
  const ids = plan.sources.map((source) => rows.map((row, index) => identifierOf(source, row, index)));
  const found = new Map<string, Map<string, Found>>();
  const byName = new Map(plan.sources.map((source) => [source.group.awsName, source]));
  for (const name of byName.keys()) found.set(name, new Map<string, Found>());
  const wanted = plan.sources.map(({ group, names }, index) => ({
    ...{ awsName: group.awsName, names },
    ids: rows.length === 1 ? ids[index]! : [...new Set(ids[index])],
  }));
  await batchGet(clients.featureStore, wanted, ({ FeatureGroupName, RecordIdentifierValueAsString, Record }) => {
    const source = byName.get(FeatureGroupName!)!;
    const eventTime = eventTimeOf(source, Record);
    if (!(eventTime + source.ttlSeconds > now)) return;
    found.get(FeatureGroupName!)!.set(RecordIdentifierValueAsString!, { eventTime, record: Record });
  });
  return rows.map((row, index) => {
    const features: Record<string, FeatureReading> = { ...plan.empty };
    const eventTimes: Record<string, number | null> = {};
    plan.sources.forEach(({ group, columns }, source) => {
      const record = found.get(group.awsName)!.get(ids[source]![index]!);
      eventTimes[group.name] = record?.eventTime ?? null;
      for (const { FeatureName, ValueAsString } of record?.record ?? []) {
        const column = columns.get(FeatureName!);
        if (column && ValueAsString !== undefined) {
          features[column.column] = decodeValue(FeatureName!, column.type, ValueAsString);
        }
      }
    });
    if (functions.length > 0) applyTransforms(functions, { ...row, ...features }, now, features);
    return { features: features as unknown as ViewRow<M, View, Module>, eventTimes };
  });
};
