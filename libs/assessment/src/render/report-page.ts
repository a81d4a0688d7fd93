/** The report as one HTML page without any other file: to send around, to print. */
import { nextSteps, type Report, type ReportItem, type ReportList } from '../assess.ts';
import { remedyText, type Remedy, type Verdict } from '../judgement.ts';
import { SOURCE } from '../lists.ts';
import { STYLE } from './page-style.ts';

const MARKS: Readonly<Record<Verdict, string>> = { met: '✓', 'not met': '✗', 'not applicable': '–' };

export const reportPage = (report: Report): string => {
  const { model, version, serving, at, lists, scores } = report;
  const subject =
    version === undefined
      ? 'nothing is registered'
      : `version ${version}, ${serving ? 'which serves' : 'the newest; none serves'}`;
  const steps = nextSteps(report);
  const levels = scores.filter(({ level }) => lists.some((list) => list.level === level));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(model)}: MLOps maturity</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(model)}</h1>
<p>MLOps maturity, judged by ${escaped(subject)}, on ${at.toISOString().slice(0, 10)}.</p>
</header>
<section class="scores">
${levels.map(({ level, met, applicable }) => score(level, met, applicable)).join('\n')}
</section>
${steps.length === 0 ? '' : `<section class="next"><h2>Next</h2><ol>${steps.map(step).join('')}</ol></section>`}
${levels.map(({ level }) => levelSection(level, lists)).join('\n')}
<footer>Made by <code>gradus assess ${escaped(model)}</code>. The lists are those of
<a href="${SOURCE}">Google’s “MLOps: Continuous delivery and automation pipelines in machine learning”</a>.</footer>
</body>
</html>
`;
};

const score = (level: number, met: number, applicable: number): string => {
  const share = applicable === 0 ? 100 : (100 * met) / applicable;
  return `<div class="score"><b>Level ${level}</b><span>${met} of ${applicable}</span><i><i style="width:${share.toFixed(1)}%"></i></i></div>`;
};

const step = (item: ReportItem): string =>
  `<li>${escaped(item.title)}: ${escaped(item.why)}.<br>${way(item.remedy!)}</li>`;

const levelSection = (level: number, lists: readonly ReportList[]): string =>
  `<section><h2>Level ${level}</h2>${lists
    .filter((list) => list.level === level)
    .map(listSection)
    .join('\n')}</section>`;

const listSection = ({ title, items, level }: ReportList): string => {
  const met = items.filter(({ verdict }) => verdict === 'met').length;
  const applicable = items.filter(({ verdict }) => verdict !== 'not applicable').length;
  return `<h3>${escaped(title)} <small>${met} of ${applicable}</small></h3>
<table>${items.map((item) => row(item, level)).join('\n')}</table>`;
};

const row = (item: ReportItem, listLevel: number): string => {
  const { id, title, source, verdict, why, evidence, remedy, level } = item;
  const from = level > listLevel ? ` <small>asked for from Level ${level}</small>` : '';
  const links = evidence.map(({ label, uri }) => `<li>${escaped(label)}: ${linked(uri)}</li>`).join('');
  return `<tr id="${escaped(id)}" class="${verdict.replace(' ', '-')}"><td title="${verdict}">${MARKS[verdict]}</td>
<td><b title="${escaped(source)}">${escaped(title)}</b>${from}<p>${escaped(why)}.</p>${remedy ? `<p class="way">→ ${way(remedy)}</p>` : ''}${links && `<ul>${links}</ul>`}</td></tr>`;
};

/** Commands are set as code, and so is what the text quotes as code. */
const way = (remedy: Remedy): string =>
  remedy.kind === 'command'
    ? `<code>${escaped(remedy.command)}</code>`
    : escaped(remedyText(remedy)).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const linked = (uri: string): string =>
  /^https?:\/\//.test(uri) ? `<a href="${escaped(uri)}">${escaped(uri)}</a>` : `<code>${escaped(uri)}</code>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
