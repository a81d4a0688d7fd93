/** Marks what `defineModel` returns, so that every copy of this package knows it: a `model.ts` is bundled with its own. */
import type { Model } from './model-schema.ts';

const BRAND = Symbol.for('gradus.model');

export const markModel = (model: Model): Model =>
  Object.defineProperty(model, BRAND, { value: true, enumerable: false });

/** True for what `defineModel` returned, in whichever copy of this package. */
export const isModel = (value: unknown): value is Model =>
  typeof value === 'object' && value !== null && (value as { [BRAND]?: unknown })[BRAND] === true;
