/** The lists of Google's "MLOps: Continuous delivery and automation pipelines in machine learning", in its order. */
export const LISTS = {
  'manual-process': { level: 0, title: 'What a manual process hands over' },
  'what-level-0-lacks': { level: 0, title: 'What Level 0 lacks' },
  automation: { level: 1, title: 'Characteristics' },
  'data-validation': { level: 1, title: 'Data validation' },
  'offline-validation': { level: 1, title: 'Model validation, offline' },
  'online-validation': { level: 1, title: 'Model validation, online' },
  'feature-store': { level: 1, title: 'Feature store (optional)' },
  'run-metadata': { level: 1, title: 'Metadata of each run' },
  triggers: { level: 1, title: 'Triggers of the pipeline' },
  components: { level: 2, title: 'Components' },
  stages: { level: 2, title: 'Stages' },
  'ci-tests': { level: 2, title: 'Tests of continuous integration' },
  'cd-checks': { level: 2, title: 'Checks of continuous delivery' },
} as const;

export type ListId = keyof typeof LISTS;

export const SOURCE =
  'https://cloud.google.com/architecture/mlops-continuous-delivery-and-automation-pipelines-in-machine-learning';
