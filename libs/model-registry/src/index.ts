export { findVersion, listAliases, removeAlias, setAlias, type Alias } from './alias.ts';
export { cardName, cardOf, saveCard, type CardContent, type SavedCard } from './card.ts';
export {
  compareVersions,
  type ComparedMetric,
  type ComparedValue,
  type Comparison,
  type Direction,
} from './compare.ts';
export { decideVersion } from './decide.ts';
export { errors as modelRegistryErrors } from './errors.ts';
export { describeMissedGate, missedGates, type Gate, type MissedGate } from './gates.ts';
export { history, type HistoryEvent } from './history.ts';
export { jsonDifferences, type JsonDifference } from './json-differences.ts';
export { drawLineage, lineageOf, lineageSvg, type LineageGraph } from './lineage/index.ts';
export { inspectArchive, type Archive } from './inspect-archive.ts';
export type { Decision, VersionFacts } from './metadata.ts';
export { registerVersion, type VersionToRegister } from './publish.ts';
export { describeVersion, listVersions, readVersion } from './read.ts';
export type { RegistryContext } from './registry-context.ts';
export { moveToStage, type StageMove } from './stage.ts';
export { DEFAULT_STAGES, NO_STAGE, STAGE_STATUSES, type StageRule } from './stages.ts';
export type { ModelVersion } from './version.ts';
