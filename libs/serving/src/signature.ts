/** The signature of a model: JSON Schemas of one input and one output, checked before and behind the endpoint. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv';

export interface Signature {
  /** JSON Schema (2020-12) of one input. */
  readonly input: JsonSchema;
  /** JSON Schema (2020-12) of one output. */
  readonly output: JsonSchema;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface SignatureProblem {
  /** JSON Pointer into the input; empty for the input itself. */
  readonly path: string;
  readonly message: string;
}

/**
 * Compiles one of the two schemas. The returned function lists every problem of a value; an empty list means valid.
 *
 * @throws Error when the schema itself is not a JSON Schema.
 */
export function compileSignature(schema: JsonSchema): (value: unknown) => SignatureProblem[] {
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(problemOf));
}

const problemOf = (error: ErrorObject): SignatureProblem => ({
  path: error.instancePath,
  message: `${error.message ?? 'is not valid'}${detailOf(error)}`,
});

const detailOf = ({ keyword, params }: ErrorObject): string => {
  if (keyword === 'enum') return `: ${JSON.stringify((params as { allowedValues: unknown }).allowedValues)}`;
  if (keyword === 'additionalProperties') return `: ${(params as { additionalProperty: string }).additionalProperty}`;
  return '';
};
