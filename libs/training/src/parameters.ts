/** Parameters of a run: the model's, overridden by the caller's, each of a name that the model declares. */
import { didYouMean } from '@gradus/core';
import { errors } from './errors.ts';

export type ParameterValue = string | number | boolean | null;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/**
 * Reads `<name>=<value>`; the value is JSON where it is, else text.
 * @throws GradusError PARAMETER_INVALID
 */
export function parseParameter(text: string): [string, ParameterValue] {
  const [, name, value] = /^([A-Za-z_][\w-]*)=([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw errors.make('PARAMETER_INVALID', `${JSON.stringify(text)} is not a parameter`, {
      got: text,
      allowed: ['<name>=<value>'],
      remedy: 'For example --param seed=7',
    });
  }
  return [name, valueOf(value)];
}

const valueOf = (text: string): ParameterValue => {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? text : (value as ParameterValue);
  } catch {
    return text;
  }
};

/** Merges; `-` and `_` are the same in a name. @throws GradusError PARAMETER_UNKNOWN, PARAMETER_INVALID */
export function mergeParameters(declared: Parameters, given: Parameters): Parameters {
  const merged: Record<string, ParameterValue> = { ...declared };
  const names = Object.keys(declared);
  for (const [name, value] of Object.entries(given)) {
    const snake = name.replaceAll('-', '_');
    if (!names.includes(snake)) {
      throw errors.make('PARAMETER_UNKNOWN', `${name} is not a parameter of this model`, {
        got: name,
        allowed: names,
        remedy:
          didYouMean(snake, names) ??
          'Declare it under notebook.parameters in model.ts and in the cell tagged `parameters`.',
      });
    }
    merged[snake] = ofTheKindOf(declared[snake]!, value, name);
  }
  return merged;
}

/** A value as its declaration says: text stays text however it looks; a null says nothing about the kind. */
function ofTheKindOf(declared: ParameterValue, given: ParameterValue, name: string): ParameterValue {
  if (declared === null || given === null || typeof given === typeof declared) return given;
  if (typeof declared === 'string') return String(given);
  throw errors.make('PARAMETER_INVALID', `${name} cannot be ${JSON.stringify(given)}`, {
    got: given,
    allowed: [`a ${typeof declared}, such as ${declared}`],
  });
}

/**
 * Hyperparameters are strings of one line, which a container decodes from JSON where they are JSON. Text goes as it is, as the SageMaker
 * SDK sends it, unless it would come out as something else.
 */
export const asHyperParameters = (parameters: Parameters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' && !isJson(value) && !/[\n\r\u0085\u2028\u2029]/.test(value)
        ? value
        : JSON.stringify(value),
    ]),
  );

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
