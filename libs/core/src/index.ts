/** The vocabulary every other package shares. */
export {
  GradusError,
  errorCatalogue,
  isGradusError,
  type ErrorCodes,
  type GradusErrorFields,
  type Mistake,
} from './gradus-error.ts';
export { errors as coreErrors } from './errors.ts';
export { formatError, reportError, type ErrorReport } from './format-error.ts';
export { defineModel, type Defined } from './model/define-model.ts';
export { isModel } from './model/is-model.ts';
export { discoverModels, findWorkspace, WORKSPACE_FILE, type DiscoveredModel } from './model/discover-models.ts';
export { loadModel, type LoadedModel } from './model/load-model.ts';
export { loadTypeScript, TypeScriptLoadError } from './model/load-typescript.ts';
export type {
  FeatureGroupName,
  FeatureKeys,
  FeatureRecord,
  FeatureRow,
  FeatureViewName,
} from './model/feature-types.ts';
export type { Features, FeatureType } from './model/features-schema.ts';
export type { Model, ModelDeclaration } from './model/model-schema.ts';
export { durationSeconds, type Duration } from './model/duration.ts';
export type { Recommendations } from './model/recommendations-schema.ts';
export { didYouMean, nearest } from './nearest.ts';
export { uniqueName } from './ids.ts';
export { optMl } from './opt-ml.ts';
export { seededRandom, type SeededRandom } from './seeded-random.ts';
export { formatDuration } from './time.ts';
export { mistakesOf } from './model/mistakes.ts';
export { VERSION } from './version.ts';
