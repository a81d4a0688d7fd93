/** Experiments and runs: logging to them, and reading them. */
export { compareRuns, type ComparedRow, type RunComparison } from './compare-runs.ts';
export type { Figure } from './figure.ts';
export { openRun, run, type RunOptions } from './open-run.ts';
export { ensureTrial } from './provision-run.ts';
export {
  hasExperiment,
  listExperiments,
  listRuns,
  readRun,
  readSeries,
  type ExperimentSummary,
  type MetricSeries,
  type RunDetail,
  type RunMetric,
  type RunReference,
  type RunSummary,
} from './read-runs.ts';
export { recoverRuns, type RecoverOptions } from './recover-runs.ts';
export type { RunClients, RunContext } from './run-context.ts';
export { componentName, trialName } from './run-names.ts';
export { searchRuns, type FoundRun, type RunSearch } from './search-runs.ts';
export { Run, type ArtifactOptions, type MetricOptions } from './run.ts';
export type { Table } from './table.ts';
