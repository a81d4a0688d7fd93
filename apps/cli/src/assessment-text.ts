/** The maturity report and its criteria as text for a terminal. */
import { LISTS, remedyText, type Criterion, type Report, type ReportItem, type ReportList } from '@gradus/assessment';
import { table, type Paint } from './output.ts';
import { minute } from './version-text.ts';

/** @param next what to do next, most useful first */
export const reportText = (report: Report, next: readonly ReportItem[], paint: Paint): string => {
  const { model, version, serving, at, lists, scores } = report;
  const about =
    version === undefined
      ? 'nothing registered'
      : `version ${version}, ${serving ? 'which serves' : 'the newest; none serves'}`;
  const head = `${paint.strong(model)}  ${about}  ${paint.faint(`${minute(at)} UTC`)}`;
  const shown = scores.filter(({ level }) => lists.some((list) => list.level === level));
  const bars = table(
    shown.map(({ level, met, applicable }) => [
      `Level ${level}`,
      bar(met, applicable, paint),
      `${met} of ${applicable} met`,
    ]),
  );
  return [
    head,
    bars,
    ...nextText(next, paint),
    ...lists.map((list) => listText(list, paint)),
    ...hint(report, paint),
  ].join('\n\n');
};

/** How to tell of what SageMaker has no record of. */
const hint = ({ model, lists }: Report, paint: Paint): string[] =>
  lists.some(({ items }) => items.some(({ verdict }) => verdict === 'not met'))
    ? [
        paint.faint(
          `What runs outside of SageMaker counts once it is attested: gradus attest ${model} <item> --source <url>`,
        ),
      ]
    : [];

const BAR = 24;

const bar = (met: number, applicable: number, paint: Paint): string => {
  const filled = applicable === 0 ? BAR : Math.floor((BAR * met) / applicable);
  return `${paint.good('█'.repeat(filled))}${paint.faint('░'.repeat(BAR - filled))}`;
};

const nextText = (next: readonly ReportItem[], paint: Paint): string[] => {
  if (next.length === 0) return [];
  const steps = next.flatMap((item, index) => [
    `  ${index + 1}. ${item.title}: ${item.why}`,
    `     ${paint.strong(remedyText(item.remedy!))}`,
  ]);
  return [[paint.strong('Next'), ...steps].join('\n')];
};

const listText = ({ title, level, items }: ReportList, paint: Paint): string => {
  const met = items.filter(({ verdict }) => verdict === 'met').length;
  const applicable = items.filter(({ verdict }) => verdict !== 'not applicable').length;
  const count = applicable === 0 ? 'does not apply' : `${met} of ${applicable} met`;
  return [
    `${paint.strong(`Level ${level}: ${title}`)}  ${paint.faint(count)}`,
    ...items.map((item) => itemText(item, level, paint)),
  ].join('\n');
};

const itemText = (item: ReportItem, listLevel: number, paint: Paint): string => {
  const { id, title, level, verdict, why, evidence, remedy } = item;
  const from = level > listLevel ? paint.faint(` (asked for from Level ${level})`) : '';
  const lines = [paint.faint(why), ...(remedy ? [`→ ${remedyText(remedy)}`] : [])];
  const links = evidence.map(({ label, uri }) => paint.faint(`${label}: ${uri}`));
  const name = verdict === 'not applicable' ? paint.faint(title) : title;
  return [
    `  ${mark(verdict, paint)} ${name}  ${paint.faint(id)}${from}`,
    ...[...lines, ...links].map((line) => `      ${line}`),
  ].join('\n');
};

const mark = (verdict: ReportItem['verdict'], paint: Paint): string => {
  switch (verdict) {
    case 'met':
      return paint.good('✓');
    case 'not met':
      return paint.bad('✗');
    case 'not applicable':
      return paint.faint('–');
  }
};

/** The criteria, list by list. */
export const criteriaText = (criteria: readonly Criterion[], paint: Paint): string => {
  const lists = [...new Set(criteria.map(({ list }) => list))];
  return lists
    .map((list) => {
      const { level, title } = LISTS[list];
      const rows = criteria
        .filter((criterion) => criterion.list === list)
        .map(({ id, title: asked, attestable }) => [`  ${id}`, asked, attestable ? paint.faint('attestable') : '']);
      return `${paint.strong(`Level ${level}: ${title}`)}\n${table(rows)}`;
    })
    .join('\n\n');
};
