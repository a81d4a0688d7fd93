export { decodeInputs, encodeOutputs, UnsupportedContentTypeError } from './content-type.ts';
export { loadPredictor, type Predictor, type PredictModule } from './predictor.ts';
export { compileSignature, type Signature, type SignatureProblem } from './signature.ts';
export { createInferenceServer, MAX_BODY_BYTES } from './server.ts';
export {
  loadPythonPredictor,
  workerCount,
  type PythonPredictorOptions,
  type RawPredictor,
} from './python-predictor.ts';
