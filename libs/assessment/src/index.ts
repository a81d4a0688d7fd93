/** The maturity report, the criteria that it is made of, and attestations. */
export {
  assess,
  nextSteps,
  reportOf,
  unmetFor,
  type AssessmentContext,
  type Report,
  type ReportItem,
  type ReportList,
  type Score,
} from './assess.ts';
export { attest, listAttestations, type Attestation } from './attest.ts';
export { criteria } from './criteria/index.ts';
export type { Criterion, Level } from './criterion.ts';
export { errors as assessmentErrors } from './errors.ts';
export type { DeclaredModel, Evidence } from './evidence/evidence.ts';
export { remedyText, type Judgement, type Link, type Remedy, type Verdict } from './judgement.ts';
export { LISTS, SOURCE, type ListId } from './lists.ts';
export { reportPage } from './render/report-page.ts';
