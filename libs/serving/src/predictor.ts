/** A model folder as something that predicts: its `code/predict.mjs` and its signature. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Signature } from './signature.ts';

/** What a predict module exports, by name or as its default export. */
export interface PredictModule<Model = unknown> {
  /** Reads the model once; `modelDir` holds the unpacked artifact. */
  load(modelDir: string): Model | Promise<Model>;
  /** One input to one output. */
  predict(input: unknown, model: Model): unknown;
}

export interface Predictor {
  readonly signature: Signature;
  predict(input: unknown): unknown;
}

const ANYTHING: Signature = { input: {}, output: {} };

/**
 * Loads the predict module of an unpacked model artifact.
 *
 * @param modelDir holds `code/predict.mjs`, `signature.json` (absent: anything goes) and the model's own files
 * @throws Error naming the file that is missing or lacks an export
 */
export async function loadPredictor(
  modelDir: string,
  file = join(modelDir, 'code', 'predict.mjs'),
): Promise<Predictor> {
  const imported = (await import(pathToFileURL(file).href)) as Partial<PredictModule> & {
    default?: Partial<PredictModule>;
  };
  const module = {
    load: imported.load ?? imported.default?.load,
    predict: imported.predict ?? imported.default?.predict,
  };
  const { load, predict } = module;
  if (typeof load !== 'function' || typeof predict !== 'function') {
    const missing = [typeof load === 'function' ? '' : 'load', typeof predict === 'function' ? '' : 'predict'].filter(
      Boolean,
    );
    throw new Error(`${file} must export load(modelDir) and predict(input, model); it lacks ${missing.join(' and ')}`);
  }
  const model = await load(modelDir);
  return { signature: await readSignature(modelDir), predict: (input) => predict(input, model) };
}

/** The signature beside a model; anything goes where there is none. */
export async function readSignature(modelDir: string): Promise<Signature> {
  const file = join(modelDir, 'signature.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ANYTHING;
    throw error;
  }
  try {
    return JSON.parse(text) as Signature;
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
