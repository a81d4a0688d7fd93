/** Model cards for specs. */
import { CreateModelCardCommand, type CreateModelCardCommandInput } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from './sdk-clients.ts';

/** Content that says something in every section. */
export const cardContent = (owner = 'films'): string =>
  JSON.stringify({
    model_overview: {
      model_id: 'films/3',
      model_name: 'films',
      model_owner: owner,
      model_version: 3,
      model_artifact: ['s3://films/model.tar.gz'],
      inference_environment: { container_image: ['gradus/serving:1'] },
    },
    model_package_details: { model_package_group_name: 'films', model_package_version: 3 },
    intended_uses: { purpose_of_model: 'What to watch next', risk_rating: 'Low' },
    business_details: { business_problem: 'Nobody knows what to watch' },
    training_details: {
      objective_function: { function: { function: 'Maximize', facet: 'NDCG' }, notes: 'at 10' },
      training_job_details: {
        training_metrics: [{ name: 'ndcg', value: 0.31 }],
        user_provided_hyper_parameters: [{ name: 'seed', value: '7' }],
      },
    },
    evaluation_details: [
      {
        name: 'offline',
        datasets: ['s3://films/data'],
        metadata: { protocol: 'leave-last-out' },
        metric_groups: [
          {
            name: 'ranking',
            metric_data: [
              { name: 'hr', type: 'number', value: 0.5 },
              { name: 'by day', type: 'linear_graph', value: [[1, 0.2]], x_axis_name: 'day' },
              { name: 'by age', type: 'bar_chart', value: [1, 2], x_axis_name: ['young', 'old'] },
              { name: 'confusion', type: 'matrix', value: [[1, 0]], y_axis_name: ['yes'] },
            ],
          },
        ],
      },
    ],
    additional_information: { ethical_considerations: 'none known', custom_details: { team: 'films' } },
  });

/** Makes a draft and resolves with its ARN. */
export const createCard = async (
  { sagemaker }: SdkClients,
  name: string,
  input: Partial<CreateModelCardCommandInput> = {},
): Promise<string> =>
  (
    await sagemaker.send(
      new CreateModelCardCommand({ ModelCardName: name, Content: cardContent(), ModelCardStatus: 'Draft', ...input }),
    )
  ).ModelCardArn!;
