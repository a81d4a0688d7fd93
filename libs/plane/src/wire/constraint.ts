/** One constraint of a shape: how it is checked and how AWS words it. */
import type { ListShape, MapShape, ScalarShape, ShapeModel } from '../models/service-model.ts';
import { javaPattern } from './java-pattern.ts';

export interface Constraint {
  /** `Member must …`. */
  readonly text: string;
  holds(value: unknown): boolean;
}

type Bounded = ScalarShape | ListShape | MapShape;

const isNumeric = (shape: Bounded): boolean =>
  shape.type === 'integer' || shape.type === 'long' || shape.type === 'float' || shape.type === 'double';

/** What min and max count: characters, bytes, entries, or the number itself. */
const sizeOf = (value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return value instanceof Uint8Array ? value.byteLength : Object.keys(value as object).length;
};

const bounds = (shape: Bounded): Constraint[] => {
  const what = isNumeric(shape) ? 'value' : 'length';
  const { min, max } = shape;
  const found: Constraint[] = [];
  if (max !== undefined) {
    const text = `Member must have ${what} less than or equal to ${String(max)}`;
    found.push({ text, holds: (value) => sizeOf(value) <= max });
  }
  if (min !== undefined) {
    const text = `Member must have ${what} greater than or equal to ${String(min)}`;
    found.push({ text, holds: (value) => sizeOf(value) >= min });
  }
  return found;
};

/** The constraints of a shape itself, not of its members, in the order in which AWS lists them. */
export const constraintsOf = (shape: ShapeModel): readonly Constraint[] => {
  if (shape.type === 'structure') return [];
  const found = bounds(shape);
  if (shape.type === 'list' || shape.type === 'map') return found;
  if (shape.pattern !== undefined) {
    const source = shape.pattern;
    found.push({
      text: `Member must satisfy regular expression pattern: ${source}`,
      holds: (value) => javaPattern(source).test(value as string),
    });
  }
  if (shape.enum !== undefined) {
    const values = new Set<unknown>(shape.enum);
    const text = `Member must satisfy enum value set: [${shape.enum.join(', ')}]`;
    found.push({ text, holds: (value) => values.has(value) });
  }
  return found;
};
