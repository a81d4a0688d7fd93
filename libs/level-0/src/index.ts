export type { Level0Context } from './context.ts';
export { approve, reject } from './decide.ts';
export { deploy } from './deploy.ts';
export { errors as level0Errors } from './errors.ts';
export { runNotebook, type NotebookRun, type NotebookOptions } from './notebook.ts';
export { predict, type Prediction } from './predict.ts';
export { publish, resumePublish, type PublishOptions, type PublishProgress, type PublishStage } from './publish.ts';
export { show, type VersionDetail } from './show.ts';
export { versions } from './versions.ts';
