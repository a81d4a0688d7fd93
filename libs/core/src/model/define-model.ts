/** Declares a model: plain data, typed, and checked when it loads, every mistake at once. */
import { errors } from '../errors.ts';
import { featureMistakes } from './feature-mistakes.ts';
import type { CheckedFeatures } from './feature-types.ts';
import { markModel } from './is-model.ts';
import { countOf, mistakesOf } from './mistakes.ts';
import { HIGHER_SECTIONS, modelSchema, type Model, type ModelDeclaration } from './model-schema.ts';

/** A declared model as its readers get it: the literals of its declaration, with the defaults filled in. */
export type Defined<Declaration extends ModelDeclaration> = Model & Readonly<Declaration>;

/**
 * Declares the model that a `model.ts` default-exports.
 * @throws GradusError MODEL_INVALID with every mistake: its path, the value got, the values allowed, the remedy.
 */
export const defineModel = <const Declaration extends ModelDeclaration>(
  declaration: Declaration & CheckedFeatures<Declaration>,
): Defined<Declaration> => {
  const parsed = modelSchema.safeParse(declaration);
  const mistakes = [
    ...(parsed.success ? [] : mistakesOf(parsed.error.issues, modelSchema, declaration, HIGHER_SECTIONS)),
    ...featureMistakes(declaration),
  ];
  if (!parsed.success || mistakes.length > 0) {
    throw errors.make('MODEL_INVALID', `the model declaration has ${countOf(mistakes)}`, {
      got: declaration,
      mistakes,
    });
  }
  return markModel(parsed.data) as Defined<Declaration>;
};
