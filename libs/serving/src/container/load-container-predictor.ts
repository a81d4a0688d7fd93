/** What a container serves: the model's `predict.mjs`, or `inference.py` in an environment with its requirements. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { optMl } from '@gradus/core';
import { containerEnvironment, fetchCode, requirementsNear } from '@gradus/python';
import { loadPredictor, type Predictor } from '../predictor.ts';
import { loadPythonPredictor, type RawPredictor } from '../python-predictor.ts';

/**
 * The code as the SageMaker SDK names it: `SAGEMAKER_SUBMIT_DIRECTORY` (an archive in S3 or a folder, `code/` of the model unless given)
 * and in it `SAGEMAKER_PROGRAM` (`inference.py` unless given).
 */
const pythonModule = async (modelDir: string): Promise<{ code: string; module: string }> => {
  const submitted = process.env['SAGEMAKER_SUBMIT_DIRECTORY'] || join(modelDir, 'code');
  let code = submitted.replace(/^file:\/\//, '');
  if (code.startsWith('s3://')) {
    code = optMl('code');
    await fetchCode(submitted, code);
  } else {
    // Its literal place is the model's, wherever that stands.
    code = code.replace(/^\/opt\/ml\/model(?=\/|$)/, modelDir);
  }
  return { code, module: resolve(code, process.env['SAGEMAKER_PROGRAM'] || 'inference.py') };
};

/**
 * @param onLost told when the processes that serve cannot be had any more
 * @throws Error naming what is missing; GradusError as `containerEnvironment`
 */
export const loadContainerPredictor = async (
  modelDir: string,
  log: (line: string) => void,
  onLost: (error: Error) => void,
): Promise<Predictor | RawPredictor> => {
  const predict = join(modelDir, 'code', 'predict.mjs');
  if (existsSync(predict)) return loadPredictor(modelDir, predict);
  const { code, module } = await pythonModule(modelDir);
  if (!existsSync(module)) {
    throw new Error(
      `the model has neither code/predict.mjs nor ${module}; put inference.py into code/ of model.tar.gz`,
    );
  }
  const python = await containerEnvironment(requirementsNear(module, code) ?? [], log);
  return loadPythonPredictor({ python, module, modelDir, log: (text) => process.stdout.write(text), onLost });
};
