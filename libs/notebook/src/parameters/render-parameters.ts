/** Writes parameters as source text of a notebook's language. */
import { errors } from '../errors.ts';

/** What a parameter can be: JSON, and the numbers that JSON lacks (NaN and the infinities). */
export type ParameterValue =
  null | boolean | number | string | readonly ParameterValue[] | { readonly [name: string]: ParameterValue };

export type Parameters = Readonly<Record<string, ParameterValue>>;

interface Literals {
  readonly null: string;
  readonly true: string;
  readonly false: string;
  readonly nan: string;
  readonly infinity: string;
  key(name: string): string;
}

// An object literal takes a plain "__proto__" for its prototype.
const TYPESCRIPT: Literals = {
  null: 'null',
  true: 'true',
  false: 'false',
  nan: 'NaN',
  infinity: 'Infinity',
  key: (name) => (name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)),
};

const PYTHON: Literals = {
  null: 'None',
  true: 'True',
  false: 'False',
  nan: "float('nan')",
  infinity: "float('inf')",
  key: (name) => JSON.stringify(name),
};

const render = (value: unknown, literals: Literals, path: string): string => {
  if (value === null) return literals.null;
  if (typeof value === 'boolean') return value ? literals.true : literals.false;
  // JSON's escapes mean the same in both languages.
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return literals.nan;
    if (!Number.isFinite(value)) return (value < 0 ? '-' : '') + literals.infinity;
    return Object.is(value, -0) ? '-0.0' : String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => render(item, literals, `${path}[${index}]`)).join(', ')}]`;
  }
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)) {
    const members = Object.entries(value).map(
      ([name, member]) => `${literals.key(name)}: ${render(member, literals, `${path}.${name}`)}`,
    );
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  throw errors.make('PARAMETER_INVALID', `Parameter ${path} is a value that a notebook cannot be given`, {
    got: typeof value === 'object' ? value.constructor.name : typeof value,
    allowed: ['null', 'boolean', 'number', 'string', 'list', 'plain object'],
  });
};

/** @throws GradusError PARAMETER_INVALID */
export const renderTypeScript = (value: ParameterValue, name: string): string => render(value, TYPESCRIPT, name);

/** @throws GradusError PARAMETER_INVALID */
export const renderPython = (value: ParameterValue, name: string): string => render(value, PYTHON, name);
