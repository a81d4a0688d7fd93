/** The tasks of the model with features, for whoever runs them one after the other. */
export { loadWatchLog } from '../src/watch-log/load-watch-log.ts';
export { knownBefore, type KnownBefore, type TimedRow } from '../src/ranking/known-before.ts';
export { inference } from './inference.ts';
export { defaultServeParameters, postprocess, type ServeParameters, type TableRow } from './postprocess.ts';
export { prepareFeatures } from './prepare-features.ts';
export { prepareInferenceData } from './prepare-inference-data.ts';
export { prepareTrainData } from './prepare-train-data.ts';
export { readRows } from './rows.ts';
export { trainAndEvaluate } from './train.ts';
