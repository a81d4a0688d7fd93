/** On-demand transforms: named functions of a row and its time, the same for training sets and for online reads. */
import { join } from 'node:path';
import { isGradusError, loadTypeScript, TypeScriptLoadError } from '@gradus/core';
import { errors } from '../errors.ts';
import type { FeatureView } from '../groups/feature-group.ts';
import type { FeatureReading } from '../records/decode-value.ts';

/** The time of a row: the spine's offline, now online. Seconds since 1970. */
export interface RowTime {
  readonly time: number;
}

/**
 * A transform: from a row of the view's columns (null where there is no value), beside what the spine or the online request
 * carries, to one more column. It must be pure: it runs once for a training set and again for each read.
 */
export type Transform<Row = never> = (row: Row, at: RowTime) => FeatureReading;

/** What a module of transforms exports: the name of a function is that of its column. */
export type TransformModule = Readonly<Record<string, Transform>>;

/** The columns that a module's functions add. */
export type TransformedRow<Module> = {
  -readonly [Name in keyof Module as Name extends 'default' ? never : Name]: Module[Name] extends (
    ...all: never[]
  ) => infer Value
    ? Value
    : never;
};

/** Transforms of a view, checked. */
export interface Transforms<Module = TransformModule> {
  readonly view: string;
  /** In the order of their names. */
  readonly functions: readonly (readonly [column: string, transform: Transform<Readonly<Record<string, unknown>>>])[];
  /** Never there; holds the types of the columns. */
  readonly types?: Module;
}

const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/;

const invalid = (view: FeatureView, name: string, message: string, remedy: string): Error =>
  errors.make('FEATURE_TRANSFORMS_INVALID', `the transform "${name}" of view "${view.name}" ${message}`, {
    got: name,
    remedy,
  });

/**
 * The transforms of a view from their module, as `import * as` gives it. None of them sees what another made.
 * @throws GradusError FEATURE_TRANSFORMS_INVALID
 */
export const transformsOf = <Module extends object>(view: FeatureView, module: Module): Transforms<Module> => {
  const taken = new Set(view.sources.flatMap(({ key, features }) => [key, ...features.map(({ column }) => column)]));
  const named = Object.entries(module).filter(([name]) => name !== 'default');
  if (named.length === 0) {
    throw errors.make('FEATURE_TRANSFORMS_INVALID', `the transforms of view "${view.name}" export no function`, {
      allowed: ['export const <column> = (row, { time }) => …'],
      remedy: 'Export a named function for each column.',
    });
  }
  for (const [name, value] of named) {
    if (typeof value !== 'function') throw invalid(view, name, 'is no function', 'Keep other things unexported.');
    if (!NAME.test(name)) throw invalid(view, name, 'is no name of a column', 'Use letters, digits and _.');
    if (taken.has(name)) throw invalid(view, name, 'has the name of a column of the view', `Rename ${name}.`);
  }
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return { view: view.name, functions: named };
};

/**
 * Loads the transforms that a view declares; undefined where it declares none.
 * @param root the folder of `model.ts`
 * @throws GradusError FEATURE_TRANSFORMS_INVALID, with the places where the module does not compile
 */
export const loadTransforms = async (view: FeatureView, root: string): Promise<Transforms | undefined> => {
  if (view.transforms === undefined) return undefined;
  const module = await loadTypeScript(join(root, view.transforms)).catch((error: unknown) => {
    if (isGradusError(error)) throw error;
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const places = error instanceof TypeScriptLoadError ? error.places : [];
    throw errors.make('FEATURE_TRANSFORMS_INVALID', `${view.transforms} cannot be loaded: ${said.split('\n')[0]!}`, {
      mistakes: places.map(({ at, message }) => ({ path: at || view.transforms!, message })),
      cause: error,
    });
  });
  return transformsOf(view, module) as Transforms;
};

/**
 * The transforms for reading a view: those given, checked to be this view's.
 * @throws GradusError FEATURE_TRANSFORMS_MISSING when the view declares some and none are given
 */
export const requireTransforms = (
  view: FeatureView,
  given: Transforms<unknown> | undefined,
): Transforms['functions'] => {
  if (view.transforms === undefined && !given) return [];
  if (given?.view === view.name) return given.functions;
  throw errors.make('FEATURE_TRANSFORMS_MISSING', `the view "${view.name}" is read without its transforms`, {
    got: given?.view,
    allowed: [`transforms of ${view.transforms ?? view.name}`],
    remedy: 'Pass transforms: await loadTransforms(view, root), or transformsOf(view, module).',
  });
};

/**
 * Puts the columns of transforms into `into`, of the values of `row`.
 * @param row what the transforms see: features, keys and what came with them
 * @param time seconds since 1970
 * @throws GradusError FEATURE_TRANSFORM_FAILED naming the function and the row
 */
export const applyTransforms = (
  functions: Transforms['functions'],
  row: Readonly<Record<string, unknown>>,
  time: number,
  into: Record<string, FeatureReading>,
): void => {
  for (const [name, transform] of functions) {
    let value: unknown;
    try {
      value = transform(row, { time });
    } catch (cause) {
      const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw errors.make('FEATURE_TRANSFORM_FAILED', `the transform "${name}" threw: ${said}`, { got: row, cause });
    }
    if (value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) {
      into[name] = value;
      continue;
    }
    throw errors.make('FEATURE_TRANSFORM_FAILED', `the transform "${name}" gave no value`, {
      got: value,
      allowed: ['text', 'a finite number', 'null'],
      remedy: 'Features are null where there is no value: return null then.',
    });
  }
};
