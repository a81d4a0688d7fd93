/** Feature groups and views as tables of text. */
import { formatDuration } from '@gradus/core';
import type {
  FeatureGroup,
  FeatureStatistics,
  FeatureView,
  GroupFreshness,
  ListedFeatureGroup,
} from '@gradus/feature-store';
import { table, type Paint } from './output.ts';
import { metricText, minute } from './version-text.ts';

const ttlText = (seconds: number | undefined): string => (seconds === undefined ? '-' : formatDuration(seconds * 1000));

const storesText = ({ online, offline }: Pick<FeatureGroup, 'online' | 'offline'>): string =>
  [online && 'online', offline && 'offline'].filter(Boolean).join(' + ');

const statusText = ({ declared, actual }: ListedFeatureGroup, paint: Paint): string => {
  const status = actual?.FeatureGroupStatus;
  if (status === undefined) return paint.faint('not made yet');
  if (declared === undefined) return paint.bad(`${status}, declared no more`);
  if (actual?.OfflineStoreStatus?.Status === 'Blocked') return paint.bad('offline store blocked');
  return status === 'Created' ? paint.good(status) : status;
};

export const featureList = (
  model: string,
  groups: readonly ListedFeatureGroup[],
  views: readonly FeatureView[],
  paint: Paint,
): string => {
  if (groups.length === 0) return `${model} declares no features: add a features section to its model.ts.`;
  const groupTable = table([
    ['GROUP', 'STATUS', 'IDENTIFIER', 'FEATURES', 'STORES', 'TTL', 'ON AWS'],
    ...groups.map((each) => [
      each.declared?.name ?? '-',
      statusText(each, paint),
      each.declared?.recordIdentifier ?? each.actual?.RecordIdentifierFeatureName ?? '-',
      String(each.declared?.features.length ?? each.actual?.FeatureDefinitions?.length ?? '-'),
      each.declared ? storesText(each.declared) : '-',
      ttlText(each.declared?.ttlSeconds),
      paint.faint(each.awsName),
    ]),
  ]);
  const reasons = groups.flatMap(({ awsName, actual }) => {
    const why = actual?.FailureReason ?? actual?.OfflineStoreStatus?.BlockedReason;
    return why === undefined ? [] : [paint.bad(`${awsName}: ${why}`)];
  });
  const viewTable = table([
    ['VIEW', 'GROUPS', 'COLUMNS', 'TRANSFORMS'],
    ...views.map(({ name, sources, transforms }) => [
      name,
      sources.map(({ group, key }) => `${group.name} by ${key}`).join(', '),
      String(sources.reduce((sum, { features }) => sum + features.length, 0)),
      transforms ?? '-',
    ]),
  ]);
  return [groupTable, ...reasons, ...(views.length > 0 ? ['', viewTable] : [])].join('\n');
};

const ageText = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? 'never' : `${formatDuration(Math.max(0, seconds) * 1000)} ago`;

/** What to do about groups that are not made yet: a line each. */
export const missingGroups = (model: string, groups: readonly string[]): string[] =>
  groups.map((group) => `${group}: not made yet; gradus ingest ${model} ${group} <file> makes and fills it`);

/** The features of a group or a view: one row each, with their types and ages or with their statistics. */
export const featureDetail = (
  target: FeatureGroup | FeatureView,
  freshness: readonly GroupFreshness[],
  statistics: readonly FeatureStatistics[] | undefined,
  paint: Paint,
): string => {
  const rows =
    'sources' in target
      ? target.sources.flatMap(({ group, features }) =>
          features.map(({ name, column, type }) => ({ group: group.name, name, column, type })),
        )
      : target.features.map(({ name, type }) => ({ group: target.name, name, column: name, type }));
  const head = freshness.map(({ group, records, ageSeconds, writeTime }) =>
    records === 0
      ? `${group}: nothing in the offline store yet`
      : `${group}: ${records.toLocaleString('en')} ${records === 1 ? 'record' : 'records'} offline, the latest of ${ageText(ageSeconds)}, written ${writeTime ? minute(writeTime) : '-'}`,
  );
  const cells = rows.map(({ group, name, column, type }) => {
    const fresh = freshness.find((each) => each.group === group)?.features[name];
    const found = statistics?.find((each) => each.group === group && each.feature === name);
    return [column, group, ...(statistics ? statisticsCells(found) : [type, fresh ? ageText(fresh.ageSeconds) : '-'])];
  });
  const names = ['FEATURE', 'GROUP', ...(statistics ? STATISTICS : ['TYPE', 'LATEST'])];
  return [...head, ...(head.length > 0 ? [''] : []), paintHead(table([names, ...cells]), paint)].join('\n');
};

const STATISTICS = ['RECORDS', 'NULLS', 'DISTINCT', 'MEAN', 'DEVIATION', 'MIN', 'MEDIAN', 'MAX', 'MOST FREQUENT'];

const statisticsCells = (found: FeatureStatistics | undefined): string[] => {
  if (!found) return STATISTICS.map(() => '-');
  const { records, nulls, distinct, numbers, top } = found;
  const number = (value: number | null | undefined): string => metricText(value ?? undefined);
  const median = numbers?.quantiles.find(([share]) => share === 0.5)?.[1];
  return [
    ...[String(records), String(nulls), String(distinct)],
    ...[numbers?.mean, numbers?.deviation, numbers?.min, median, numbers?.max].map(number),
    (top ?? [])
      .slice(0, 3)
      .map(({ value, count }) => `${value} (${count})`)
      .join(', ') || '-',
  ];
};

const paintHead = (text: string, paint: Paint): string => {
  const [head = '', ...rest] = text.split('\n');
  return [paint.strong(head), ...rest].join('\n');
};
