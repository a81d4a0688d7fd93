/** Loads a `model.ts`: the declaration, checked, with the folder that its paths are relative to. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { errors } from '../errors.ts';
import { isGradusError, type Mistake } from '../gradus-error.ts';
import { isModel } from './is-model.ts';
import { countOf } from './mistakes.ts';
import { loadTypeScript, TypeScriptLoadError } from './load-typescript.ts';
import type { Model } from './model-schema.ts';

export interface LoadedModel {
  readonly model: Model;
  /** Absolute path of its `model.ts`. */
  readonly file: string;
  /** Absolute path of the folder that the declaration's paths are relative to. */
  readonly root: string;
}

/** `file:line:column` of the first frame of `error` in `file`. */
const placeIn = (file: string, error: unknown): string => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frame = stack.split('\n').find((line) => line.includes(file));
  const position = frame && /:(\d+):(\d+)\)?$/.exec(frame);
  return position ? `:${position[1]}:${position[2]}` : '';
};

/** What a declaration says at a place, whatever it is otherwise. */
const at = (declaration: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], declaration);

const transformsIn = (declaration: unknown): string[] =>
  Object.keys(at(declaration, 'features.views') ?? {}).map((view) => `features.views.${view}.transforms`);

/** The files that a declaration names, be it valid or not, and that are not there. */
const missingFiles = (declaration: unknown, root: string): Mistake[] =>
  ['notebook.file', 'serve.endpoint.predict', ...transformsIn(declaration)].flatMap((path) => {
    const got = at(declaration, path);
    if (typeof got !== 'string' || existsSync(join(root, got))) return [];
    return [{ path, message: 'names a file that does not exist', got, remedy: `Create ${join(root, got)}.` }];
  });

const explain = (error: unknown, file: string, shown: string): Error => {
  if (error instanceof TypeScriptLoadError) {
    return errors.make('MODEL_SYNTAX', `${shown} does not compile`, {
      mistakes: error.places.map(({ at, message }) => ({ path: at || shown, message })),
    });
  }
  if (isGradusError(error) && error.code === 'MODEL_INVALID') {
    const mistakes = [...(error.mistakes ?? [])];
    const known = new Set(mistakes.map(({ path }) => path));
    mistakes.push(...missingFiles(error.got, dirname(file)).filter(({ path }) => !known.has(path)));
    return errors.make('MODEL_INVALID', `${shown}: the model declaration has ${countOf(mistakes)}`, { mistakes });
  }
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return errors.make('MODEL_THREW', `${shown}${placeIn(file, error)} threw while it was loaded: ${said}`, {
    remedy: 'A model.ts is plain data; move what can fail into the notebook or the predict module.',
  });
};

/**
 * Runs a `model.ts` and returns what it declares.
 * @throws GradusError MODEL_NOT_FOUND, MODEL_SYNTAX (with file:line:column), MODEL_THREW, MODEL_NO_DEFAULT_EXPORT,
 * MODEL_INVALID (every mistake at once)
 */
export const loadModel = async (path: string): Promise<LoadedModel> => {
  const file = resolve(path);
  const shown = relative(process.cwd(), file);
  if (!existsSync(file)) throw errors.make('MODEL_NOT_FOUND', `there is no ${shown}`, { got: file });
  const root = dirname(file);
  const module = await loadTypeScript(file).catch((error: unknown) => {
    throw explain(error, file, shown);
  });
  const model = module['default'];
  if (!isModel(model)) {
    throw errors.make('MODEL_NO_DEFAULT_EXPORT', `${shown} does not default-export a model`, {
      allowed: ['export default defineModel({ ... })'],
      remedy: "Write: import { defineModel } from '@gradus/core'; export default defineModel({ ... });",
    });
  }
  const mistakes = missingFiles(model, root);
  if (mistakes.length > 0)
    throw errors.make('MODEL_INVALID', `${shown}: the model declaration has ${countOf(mistakes)}`, { mistakes });
  return { model, file, root };
};
