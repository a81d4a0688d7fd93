/** The feature groups that reads and writes are measured on, and their records as requests carry them. */
import { featureGroup, type FeatureModel } from '@gradus/feature-store';

export const NAMESPACE = 'bench';
/** Of a record that is read, without its identifier and its event time. */
const WIDE = 250;
/** Of a record that is written. */
const NARROW = 10;

const columns = (count: number): string[] => Array.from({ length: count }, (_, index) => `f${index}`);

const group = (count: number, offline: boolean) => ({
  ...{ recordIdentifier: 'id', eventTime: 'event_time', online: true, offline },
  features: {
    ...{ id: 'String', event_time: 'Fractional' },
    ...Object.fromEntries(columns(count).map((name) => [name, 'Fractional'])),
  } as { id: 'String'; event_time: 'Fractional'; [feature: string]: 'String' | 'Fractional' },
});

export const MODEL = {
  name: 'records',
  features: {
    groups: { wide: group(WIDE, false), narrow: group(NARROW, true) },
    views: { all: { groups: { wide: { features: columns(WIDE) } } } },
  },
} satisfies FeatureModel;

export type GroupName = keyof typeof MODEL.features.groups;

export const awsNameOf = (name: GroupName): string => featureGroup(MODEL, NAMESPACE, name).awsName;

export interface RecordRow {
  readonly id: string;
  readonly event_time: number;
  readonly [feature: string]: string | number;
}

/** Values of seven digits, the same for the same `n`. */
export const rowOf = (name: GroupName, id: number, eventTime: number): RecordRow => ({
  ...{ id: `u${id}`, event_time: eventTime },
  ...Object.fromEntries(
    columns(name === 'wide' ? WIDE : NARROW).map((column, index) => [
      column,
      Math.round(Math.abs(Math.sin(id * 31 + index)) * 1e7) / 1e4,
    ]),
  ),
});

/** As PutRecord and BatchWriteRecord take it. */
export const recordOf = (row: RecordRow): object[] =>
  Object.entries(row).map(([FeatureName, value]) => ({ FeatureName, ValueAsString: String(value) }));
