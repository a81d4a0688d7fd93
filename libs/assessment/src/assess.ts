/** The maturity report of a model. */
import { criteria } from './criteria/index.ts';
import type { Level } from './criterion.ts';
import type { DeclaredModel, Evidence } from './evidence/evidence.ts';
import { gatherEvidence, type AssessmentClients } from './evidence/gather.ts';
import { run, type Judgement } from './judgement.ts';
import { LISTS, type ListId } from './lists.ts';

export interface ReportItem extends Judgement {
  readonly id: string;
  /** The level that asks for it; higher than its list's where the list names what Level 0 lacks. */
  readonly level: Level;
  readonly title: string;
  readonly source: string;
}

export interface ReportList {
  readonly id: ListId;
  readonly level: Level;
  readonly title: string;
  readonly items: readonly ReportItem[];
}

/** Of the items that a level asks for. */
export interface Score {
  readonly level: Level;
  readonly met: number;
  /** Met and not met; the others do not apply. */
  readonly applicable: number;
}

export interface Report {
  readonly model: string;
  /** The highest level whose items, and those of the levels below it, are all met; undefined when not even Level 0's are. */
  readonly level?: Level;
  /** The version that it is about: the one that serves, else the newest; undefined when there is none. */
  readonly version?: number;
  readonly serving: boolean;
  readonly at: Date;
  readonly lists: readonly ReportList[];
  readonly scores: readonly Score[];
}

export interface AssessmentContext {
  readonly clients: AssessmentClients;
  /** Now, unless told otherwise. */
  readonly now?: Date;
}

/** Reads what AWS holds of the model, and judges every item by it. */
export async function assess(
  { model }: { readonly model: DeclaredModel },
  context: AssessmentContext,
): Promise<Report> {
  return reportOf(await gatherEvidence(context.clients, model, context.now ?? new Date()));
}

/** The report that the evidence makes. */
export const reportOf = (evidence: Evidence): Report => {
  const judged = criteria.map(({ id, level, list, title, source, judge }) => ({
    list,
    item: { id, level, title, source, ...inReach(judge(evidence), evidence.model) },
  }));
  const items = judged.map(({ item }) => item);
  const scores = LEVELS.map((level) => scoreOf(items, level));
  const { subject, model, serving, now } = evidence;
  const failing = scores.findIndex(({ met, applicable }) => met < applicable);
  const reached = failing === -1 ? LEVELS.at(-1) : LEVELS[failing - 1];
  return {
    model: model.name,
    ...(reached === undefined ? {} : { level: reached }),
    ...(subject && { version: subject.version }),
    serving,
    at: now,
    lists: (Object.keys(LISTS) as ListId[]).map((id) => ({
      id,
      ...LISTS[id],
      items: judged.filter(({ list }) => list === id).map(({ item }) => item),
    })),
    scores,
  };
};

/** A model that only the registry knows has nothing to publish: its project comes first. */
const inReach = (judgement: Judgement, { name, notebook }: DeclaredModel): Judgement => {
  const { remedy } = judgement;
  const publishes = remedy && remedy.kind !== 'section' && remedy.command === `gradus publish ${name}`;
  return publishes && notebook === undefined ? { ...judgement, remedy: run(`gradus model new ${name}`) } : judgement;
};

const LEVELS = [0, 1, 2] as const;

const scoreOf = (items: readonly ReportItem[], level: Level): Score => {
  const asked = items.filter((item) => item.level === level);
  const met = asked.filter(({ verdict }) => verdict === 'met').length;
  return { level, met, applicable: met + asked.filter(({ verdict }) => verdict === 'not met').length };
};

/** Items that a level, and those below it, ask for and that are not met. */
export const unmetFor = ({ lists }: Report, level: Level): ReportItem[] =>
  lists.flatMap(({ items }) => items).filter((item) => item.level <= level && item.verdict === 'not met');

/** What to do next: of the lowest level that lacks something, what a command gets first; each remedy once, at most `limit`. */
export const nextSteps = (report: Report, limit = 3): ReportItem[] => {
  const level = report.scores.find(({ met, applicable }) => met < applicable)?.level;
  if (level === undefined) return [];
  const unmet = unmetFor(report, level).filter((item) => item.level === level);
  const ordered = [...unmet.filter(({ remedy }) => remedy?.kind !== 'section'), ...unmet];
  const seen = new Set<string>();
  return ordered
    .filter((item) => {
      const key = JSON.stringify(item.remedy);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, limit);
};
