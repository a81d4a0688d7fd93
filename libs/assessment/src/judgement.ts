/** What a criterion says of a model: a verdict, why, the links to what shows it, and what gets there. */
export type Verdict = 'met' | 'not met' | 'not applicable';

/** Where the evidence is: an ARN, an S3 URI, a commit, a section of `model.ts`, or the call that answered with nothing. */
export interface Link {
  readonly label: string;
  readonly uri: string;
}

/** Sections of `model.ts` by which a level gets what it asks for. */
export type Section = 'gates' | 'requirements' | 'data' | 'features' | 'pipeline' | 'triggers' | 'release';

export type Remedy =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'section'; readonly section: Section; readonly level: 0 | 1 | 2 }
  /** What no command does: somebody changes something. */
  | { readonly kind: 'change'; readonly change: string; readonly command: string };

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence without a full stop. */
  readonly why: string;
  readonly evidence: readonly Link[];
  readonly remedy?: Remedy;
}

export const met = (why: string, ...evidence: readonly [Link, ...Link[]]): Judgement => ({
  verdict: 'met',
  why,
  evidence,
});

export const notMet = (why: string, remedy: Remedy, ...evidence: readonly Link[]): Judgement => ({
  verdict: 'not met',
  why,
  evidence,
  remedy,
});

export const notApplicable = (why: string, ...evidence: readonly Link[]): Judgement => ({
  verdict: 'not applicable',
  why,
  evidence,
});

export const run = (command: string): Remedy => ({ kind: 'command', command });

export const declare = (section: Section, level: 0 | 1 | 2): Remedy => ({ kind: 'section', section, level });

/** @param command what follows the change */
export const change = (what: string, command: string): Remedy => ({ kind: 'change', change: what, command });

/** The remedy in one line. */
export const remedyText = (remedy: Remedy): string => {
  switch (remedy.kind) {
    case 'command':
      return remedy.command;
    case 'section':
      return remedy.level === 0
        ? `the section \`${remedy.section}\` of model.ts`
        : `the section \`${remedy.section}\` of model.ts: it comes with Level ${remedy.level} of Gradus, which is not made yet`;
    case 'change':
      return `${remedy.change}, then \`${remedy.command}\``;
  }
};
