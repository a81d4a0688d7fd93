/**
 * What a model card may say: SageMaker's model card JSON schema, and the smaller one of a model package's card.
 * Source: Developer Guide, "Model card JSON schema" and "Model package model card schema"; CloudFormation,
 * AWS::SageMaker::ModelCard, for the sizes of lists.
 */
import type { ContentShape } from './content-shape.ts';

const text = (most: number, least = 0): ContentShape => ({ kind: 'text', most, least });
const oneOf = (...of: string[]): ContentShape => ({ kind: 'text', of });
const list = (of: ContentShape, most?: number, least = 0): ContentShape => ({
  kind: 'list',
  of,
  least,
  ...(most === undefined ? {} : { most }),
});
const object = (members: Record<string, ContentShape>, ...required: string[]): ContentShape => ({
  kind: 'object',
  members,
  required,
});
const NUMBER: ContentShape = { kind: 'number' };

const uris = list(text(1024), 15);
const environment = object({ container_image: uris });

const INTENDED_USES = object({
  purpose_of_model: text(2048),
  intended_uses: text(2048),
  factors_affecting_model_efficiency: text(2048),
  risk_rating: oneOf('High', 'Medium', 'Low', 'Unknown'),
  explanations_for_risk_rating: text(2048),
});

const BUSINESS_DETAILS = object({
  business_problem: text(2048),
  business_stakeholders: text(2048),
  line_of_business: text(2048),
});

const trainingMetrics = list(object({ name: text(255, 1), value: NUMBER, notes: text(1024) }, 'name', 'value'), 50);
const hyperParameters = list(object({ name: text(255, 1), value: text(255, 1) }, 'name', 'value'), 100);

const TRAINING_DETAILS = object({
  objective_function: object({
    function: object({ function: oneOf('Maximize', 'Minimize'), facet: text(63), condition: text(63) }),
    notes: text(1024),
  }),
  training_observations: text(1024),
  training_job_details: object({
    training_arn: text(1024),
    training_datasets: uris,
    training_environment: environment,
    training_metrics: trainingMetrics,
    user_provided_training_metrics: trainingMetrics,
    hyper_parameters: hyperParameters,
    user_provided_hyper_parameters: hyperParameters,
  }),
});

const axis = text(63);
const axes = list(axis);
const metric = (types: readonly string[], value: ContentShape, x: ContentShape, y: ContentShape): ContentShape =>
  object(
    { name: text(255, 1), notes: text(1024), type: oneOf(...types), value, x_axis_name: x, y_axis_name: y },
    'name',
    'type',
    'value',
  );

const METRIC: ContentShape = {
  kind: 'any',
  of: [
    metric(['number', 'string', 'boolean'], { kind: 'any', of: [NUMBER, text(63), { kind: 'boolean' }] }, axis, axis),
    metric(['linear_graph'], list(list(NUMBER, 2, 2), undefined, 1), axis, axis),
    metric(['bar_chart'], list(NUMBER, undefined, 1), axes, axis),
    metric(['matrix'], list(list(NUMBER, 20, 1), 20, 1), axes, axes),
  ],
};

const EVALUATION_DETAILS = list(
  object(
    {
      name: text(63, 1),
      evaluation_observation: text(2096),
      evaluation_job_arn: text(256),
      datasets: list(text(1024), 10),
      metadata: { kind: 'map', of: text(1024) },
      metric_groups: list(object({ name: text(63, 1), metric_data: list(METRIC) }, 'name', 'metric_data')),
    },
    'name',
  ),
);

const ADDITIONAL_INFORMATION = object({
  ethical_considerations: text(2048),
  caveats_and_recommendations: text(2048),
  custom_details: { kind: 'map', of: text(1024) },
});

const SECTIONS = {
  intended_uses: INTENDED_USES,
  business_details: BUSINESS_DETAILS,
  training_details: TRAINING_DETAILS,
  evaluation_details: EVALUATION_DETAILS,
  additional_information: ADDITIONAL_INFORMATION,
};

const MODEL_PACKAGE_DETAILS = object({
  model_package_description: text(1024),
  model_package_arn: text(1024),
  created_by: object({ user_profile_name: text(63) }),
  model_package_status: oneOf('Pending', 'InProgress', 'Completed', 'Failed', 'Deleting'),
  model_approval_status: oneOf('Approved', 'Rejected', 'PendingManualApproval'),
  approval_description: text(1024),
  model_package_group_name: text(63),
  model_package_name: text(63),
  model_package_version: { kind: 'number', whole: true, least: 1 },
  domain: text(63),
  task: text(63),
  source_algorithms: list(object({ algorithm_name: text(170), model_data_url: text(1024) }, 'algorithm_name'), 1, 1),
  inference_specification: object(
    {
      containers: list(
        object({ model_data_url: text(1024), image: text(255), nearest_model_name: text(63) }, 'image'),
        15,
        1,
      ),
    },
    'containers',
  ),
});

/** The content of a model card of its own. */
export const MODEL_CARD: ContentShape = object({
  model_overview: object({
    model_description: text(1024),
    model_id: text(1024),
    model_artifact: uris,
    model_name: text(1024),
    model_version: { kind: 'number', whole: true, least: 1 },
    problem_type: text(1024),
    algorithm_type: text(1024),
    model_creator: text(1024),
    model_owner: text(1024),
    inference_environment: environment,
  }),
  model_package_details: MODEL_PACKAGE_DETAILS,
  ...SECTIONS,
});

/** The content of the card that a model package carries. */
export const MODEL_PACKAGE_CARD: ContentShape = object({
  model_overview: object({ model_creator: text(1024), model_artifact: uris }),
  ...SECTIONS,
});
