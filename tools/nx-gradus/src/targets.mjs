/** Which Nx targets a package gets: the verbs of its model or of the plane, and its checks. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {import('@nx/devkit').TargetConfiguration} Target
 * @typedef {Record<string, Target>} Targets
 */

/** The verbs of every model, each `gradus <verb> <model>`. */
export const MODEL_VERBS = {
  notebook: 'Run the notebook and show its outputs as they come',
  publish: 'Run the notebook as a training job and register the result',
  register: 'Register an archive that was trained elsewhere',
  versions: 'List the published versions',
  show: 'Show a version: its metrics, lineage and approval',
  compare: 'Compare versions: metrics, parameters, data, code, signature',
  lineage: 'Draw where a version or the endpoint comes from',
  history: 'Tell who registered, approved, staged and named versions',
  card: 'Show the model card of a version',
  experiments: 'List the runs with their metrics and parameters',
  runs: 'List the training runs, or compare some',
  assess: 'Judge what is met of each maturity level, by evidence',
  approve: 'Approve a version',
  reject: 'Reject a version',
  stage: 'List the stages of versions, or move one along',
  alias: 'List the aliases, or move one such as champion',
  attest: 'Record that a check outside of SageMaker passed or failed',
  deploy: 'Serve an approved version from an endpoint',
  predict: 'Ask the endpoint for a prediction',
  logs: 'Show the log of the newest training job and of the endpoint',
};

/** The verbs of a model that declares features. */
export const FEATURE_VERBS = {
  features: 'List the feature groups and views, or show one and how fresh it is',
  ingest: 'Write the rows of a file into a feature group',
  online: 'Read the features of a view as they are served now',
  'training-set': 'Join a view onto rows with ids and times',
};

/** The verbs of a model that declares recommendations. */
export const RECOMMENDATION_VERBS = {
  'write-recommendations': 'Write the rows of a file as a data version',
  'serve-recommendations': 'Make the table, the Lambda function and the HTTP API',
  recommend: 'Ask the HTTP API what a user is recommended',
  'data-versions': 'List the data versions, or what was served when',
  'compare-data': 'Compare two data versions user by user',
  'switch-data': 'Serve a data version, to all or to a share of the users',
  'rollback-data': 'End the trial of a data version, or serve the one before',
  recommended: 'List the users who were recommended some content',
};

/**
 * The verbs of a model with these sections.
 * @param {ReadonlySet<string>} sections such as `serve.recommendations`
 * @returns {Record<string, string>} what each does
 */
export const modelVerbs = (sections) => ({
  ...MODEL_VERBS,
  ...(sections.has('features') && FEATURE_VERBS),
  ...(sections.has('serve.recommendations') && RECOMMENDATION_VERBS),
});

/** The verbs that need no model: targets of the command line's own package. */
export const PLANE_VERBS = {
  start: 'Take the sample model from its notebook to a served prediction',
  model: 'Make a model: new <name>',
  up: 'Start the plane',
  down: 'End the plane',
  status: 'Show whether the plane runs, where, and what it keeps',
  env: 'Print the variables that point any AWS tool at the plane',
  roles: 'List the actions and resources that each role has used',
  experiments: 'List the experiments',
  logs: "Show the plane's own log",
};

/**
 * A target per verb; arguments after the target are handed to the verb.
 * @param {Record<string, string>} verbs what each does
 * @param {string[]} args what each is given
 * @returns {Targets}
 */
export const verbTargets = (verbs, ...args) =>
  Object.fromEntries(
    Object.entries(verbs).map(([verb, description]) => [
      verb,
      {
        command: ['gradus', verb, ...args].join(' '),
        options: { cwd: '{workspaceRoot}' },
        cache: false,
        metadata: { description, technologies: ['gradus'] },
      },
    ]),
  );

/** @param {string} folder */
const hasSpecs = (folder) =>
  existsSync(folder) &&
  readdirSync(folder, { recursive: true }).some((name) => /\.spec\.(?:ts|mjs)$/.test(name.toString()));

/**
 * What can be checked of a package, by what is in it: `test` when it has specs, `typecheck` when it has a tsconfig.
 * @param {string} workspaceRoot
 * @param {string} root the package's folder, relative to the workspace
 * @returns {Targets}
 */
export const checkTargets = (workspaceRoot, root) => {
  const options = { cwd: '{workspaceRoot}' };
  const folder = join(workspaceRoot, root);
  /** @type {Targets} */
  const targets = {
    lint: {
      command: `eslint ${root}`,
      options,
      cache: true,
      inputs: ['default', '^default', '{workspaceRoot}/eslint.config.mjs', '{workspaceRoot}/tools/nx-gradus/src/**'],
      metadata: { description: 'ESLint, typed, with the import boundaries' },
    },
  };
  if (hasSpecs(join(folder, 'src'))) {
    targets['test'] = {
      command: `vitest run --project ${root.split('/').at(-1)}`,
      options,
      cache: true,
      inputs: ['default', '^default'],
      metadata: { description: "The package's specs" },
    };
  }
  if (existsSync(join(folder, 'tsconfig.json'))) {
    // Not cached by Nx: tsc -b keeps its own record, and its output shares dist/ with the bundle.
    targets['typecheck'] = { command: `tsc -b ${root}`, options, cache: false, metadata: { description: 'tsc' } };
  }
  return targets;
};
