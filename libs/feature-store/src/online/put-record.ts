/** Writes and deletes single records, checked before they are sent. */
import {
  DeleteRecordCommand,
  PutRecordCommand,
  type DeletionMode,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { FeatureGroupName, FeatureRecord } from '@gradus/core';
import { errors } from '../errors.ts';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { featureGroup, type FeatureGroup, type FeatureModel } from '../groups/feature-group.ts';
import { encodeIdentifier, recordEncoder, type Encoded } from '../records/encode-record.ts';
import { EVENT_TIME_FORMATS, eventTimeOf } from '../records/event-time.ts';

type Runtime = { readonly clients: Pick<FeatureStoreContext['clients'], 'featureStore'> } & Pick<
  FeatureStoreContext,
  'environment'
>;

interface Writer {
  readonly group: FeatureGroup;
  readonly encode: (row: Readonly<Record<string, unknown>>) => Encoded;
}

const writers = new WeakMap<FeatureModel, Map<string, Writer>>();

const writerOf = (model: FeatureModel, namespace: string, name: string): Writer => {
  let known = writers.get(model);
  if (!known) writers.set(model, (known = new Map<string, Writer>()));
  let writer = known.get(`${namespace}\n${name}`);
  if (!writer) {
    const group = featureGroup(model, namespace, name);
    writer = { group, encode: recordEncoder(group) };
    known.set(`${namespace}\n${name}`, writer);
  }
  return writer;
};

/**
 * Writes one record to all stores of its group. Use `ingest` for many.
 * @throws GradusError FEATURE_ROWS_INVALID with everything that is wrong with it
 */
export const putRecord = async <M extends FeatureModel, const Group extends FeatureGroupName<M>>(
  model: M,
  group: Group,
  record: FeatureRecord<M, Group>,
  { clients, environment }: Runtime,
): Promise<void> => {
  const writer = writerOf(model, environment.namespace, group);
  const encoded = writer.encode(record);
  if ('mistakes' in encoded) {
    throw errors.make('FEATURE_ROWS_INVALID', `this is no record of the feature group "${group}"`, {
      got: record,
      mistakes: encoded.mistakes,
    });
  }
  await clients.featureStore.send(
    new PutRecordCommand({ FeatureGroupName: writer.group.awsName, Record: encoded.record }),
  );
};

/**
 * Deletes the record of an identifier. `SoftDelete` keeps its event time, so that older records do not bring it back;
 * either way training sets have no value from `eventTime` on.
 * @throws GradusError FEATURE_ROWS_INVALID for what is no identifier or no event time
 */
export const deleteRecord = async <M extends FeatureModel, const Group extends FeatureGroupName<M>>(
  model: M,
  group: Group,
  deletion: {
    readonly identifier: string | number | bigint;
    readonly eventTime: string | number | Date;
    readonly mode?: DeletionMode;
  },
  { clients, environment }: Runtime,
): Promise<void> => {
  const { group: resolved } = writerOf(model, environment.namespace, group);
  const { recordIdentifier, eventTimeType, features } = resolved;
  const type = features.find(({ name }) => name === recordIdentifier)!.type;
  const identifier = encodeIdentifier(type, deletion.identifier);
  const time = eventTimeOf(deletion.eventTime, eventTimeType);
  if (identifier === undefined || time === undefined) {
    throw errors.make('FEATURE_ROWS_INVALID', `this names no record of the feature group "${group}"`, {
      got: deletion,
      allowed: [`${recordIdentifier}: ${type}`, ...EVENT_TIME_FORMATS[eventTimeType]],
    });
  }
  await clients.featureStore.send(
    new DeleteRecordCommand({
      FeatureGroupName: resolved.awsName,
      RecordIdentifierValueAsString: identifier,
      EventTime: time.text,
      ...(deletion.mode && { DeletionMode: deletion.mode }),
    }),
  );
};
