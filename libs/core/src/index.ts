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
export { defineModel, isModel, type Defined } from './model/define-model.ts';
export type { Model, ModelDeclaration } from './model/model-schema.ts';
export { didYouMean, editDistance, nearest } from './nearest.ts';
export { uniqueName } from './ids.ts';
export { optMl } from './opt-ml.ts';
export { seededRandom, type SeededRandom } from './seeded-random.ts';
export { formatDuration, iso, parseDuration } from './time.ts';
