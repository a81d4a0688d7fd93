/** A criterion: one item of a list of Google's, and how it is judged from the evidence. */
import { attestationOf } from './attested.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Judgement } from './judgement.ts';
import type { ListId } from './lists.ts';

export type Level = 0 | 1 | 2;

export interface Criterion {
  /** Stable; `gradus attest` and `--json` name it. */
  readonly id: string;
  /** The level that asks for it; what a list of Level 0 names as lacking is asked for by a higher one. */
  readonly level: Level;
  readonly list: ListId;
  /** The state that is required. */
  readonly title: string;
  /** What Google says, in other words. */
  readonly source: string;
  /** True: what runs outside of SageMaker counts once it is attested. */
  readonly attestable?: true;
  readonly judge: (evidence: Evidence) => Judgement;
}

/** A criterion whose attestation, where it may have one and there is one, goes before what else is known. */
export const criterion = (declared: Criterion): Criterion =>
  declared.attestable
    ? { ...declared, judge: (evidence) => attestationOf(evidence, declared.id) ?? declared.judge(evidence) }
    : declared;
