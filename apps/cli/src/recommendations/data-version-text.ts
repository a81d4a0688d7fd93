/** Data versions, what was served when, and how two of them differ, as tables of text. */
import type { DataComparison, DataSwitch, ListedDataVersion, ServedPointer } from '@gradus/serving/recommendations';
import { table, type Paint } from '../output.ts';
import { metricText, minute, who } from '../version-text.ts';
import { percent, servedNow } from './served-text.ts';

const ROLES = { served: 'served', tried: 'tried', previous: 'rollback goes here' } as const;

const stateText = ({ state, expiresAt }: ListedDataVersion, paint: Paint): string => {
  if (state === 'complete') return paint.good(state);
  if (state === 'expiring' && expiresAt !== undefined)
    return paint.faint(`gone by ${minute(new Date(expiresAt * 1000))}`);
  return state === 'writing' ? paint.bad('not complete') : paint.faint(state);
};

export const versionTable = (
  model: string,
  versions: readonly ListedDataVersion[],
  pointer: ServedPointer,
  paint: Paint,
): string => {
  if (versions.length === 0)
    return `${model} has no data version yet: gradus write-recommendations ${model} 1 <rows.ndjson>`;
  const rows = versions.map((each) => [
    paint.strong(each.version),
    each.role === undefined ? '-' : each.role === 'served' ? paint.good(ROLES.served) : ROLES[each.role],
    stateText(each, paint),
    each.state === 'writing' ? '-' : each.rows.toLocaleString('en'),
    each.reverseItems ? each.reverseRows.toLocaleString('en') : '-',
    each.digest?.slice(0, 8) ?? '-',
    minute(new Date(each.completedAt ?? each.createdAt)),
  ]);
  return [
    table([['VERSION', 'ROLE', 'STATE', 'ROWS', 'REVERSE', 'DIGEST', 'WRITTEN'], ...rows]),
    '',
    servedNow(pointer),
  ].join('\n');
};

const switchText = ({ verb, from, to, share }: DataSwitch): string => {
  const before = from === undefined ? '' : `${from} -> `;
  if (verb === 'try') return `${to} to ${percent(share ?? 0)} of the users`;
  if (verb === 'drop') return `trial of ${to} ended`;
  return verb === 'rollback' ? `back: ${before}${to}` : `${before}${to}`;
};

export const historyTable = (model: string, switches: readonly DataSwitch[], paint: Paint): string =>
  switches.length === 0
    ? `${model} has served no data version yet.`
    : table([
        ['WHEN', 'SERVED', 'BY', 'WHY'],
        ...switches.map((each) => [minute(new Date(each.at)), paint.strong(switchText(each)), who(each.by), each.why]),
      ]);

export const comparisonText = (before: string, after: string, found: DataComparison, paint: Paint): string => {
  const { k, type, contents, users, catalogue } = found;
  const share = (value: number | undefined): string => (value === undefined ? '-' : percent(Number(value.toFixed(4))));
  const rows = [
    ['users of both', users.both.toLocaleString('en')],
    [`only in ${before}, only in ${after}`, `${users.onlyBefore}, ${users.onlyAfter}`],
    ['contents recommended', `${catalogue.before} -> ${catalogue.after}, ${catalogue.common} of them in both`],
    [`same first ${k}, same order`, share(found.unchanged)],
    [`overlap of the first ${k}`, share(found.overlap)],
    ['rank-biased overlap', metricText(found.rankBiasedOverlap)],
    ["Kendall's tau of what is common", metricText(found.kendallTau)],
  ];
  const changed = found.mostChanged.map(({ user, rankBiasedOverlap }) => [user, metricText(rankBiasedOverlap)]);
  return [
    paint.strong(`${type} ${contents}: ${before} -> ${after}`),
    table(rows),
    ...(changed.length > 0 ? ['', table([['CHANGED MOST', 'RANK-BIASED OVERLAP'], ...changed])] : []),
  ].join('\n');
};
