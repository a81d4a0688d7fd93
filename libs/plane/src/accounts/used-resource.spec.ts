import { expect, it } from 'vitest';
import { serviceModels } from '../models/service-models.ts';
import { usedResource } from './used-resource.ts';

const scope = { accountId: '111111111111', region: 'us-east-1' };

it.each([
  ['s3', 'GetObject', { Bucket: 'data', Key: 'a/b' }, 'arn:aws:s3:::data/*'],
  ['s3', 'ListObjectsV2', { Bucket: 'data' }, 'arn:aws:s3:::data'],
  ['s3', 'ListBuckets', {}, '*'],
  ['sagemaker', 'CreateTrainingJob', { TrainingJobName: 'Job-1' }, 'training-job/job-1'],
  ['sagemaker', 'DescribeEndpointConfig', { EndpointConfigName: 'c' }, 'endpoint-config/c'],
  ['sagemaker', 'DescribeTrialComponent', { TrialComponentName: 'c' }, 'experiment-trial-component/c'],
  ['sagemaker', 'ListTags', { ResourceArn: 'arn:aws:sagemaker:us-east-1:111111111111:model/m' }, 'model/m'],
  ['sagemaker', 'ListModels', { NameContains: 'x' }, '*'],
  ['sagemaker-runtime', 'InvokeEndpoint', { EndpointName: 'e' }, 'endpoint/e'],
  [
    'logs',
    'PutLogEvents',
    { logGroupName: '/g', logStreamName: 's' },
    'arn:aws:logs:us-east-1:111111111111:log-group:/g',
  ],
])('%s:%s', (service, operation, input, resource) => {
  const model = serviceModels.find(({ id }) => id === service)!;
  const arn = /^(arn|\*)/.test(resource) ? resource : `arn:aws:sagemaker:us-east-1:111111111111:${resource}`;
  expect(usedResource(model, model.operations[operation]!, input, scope)).toBe(arn);
});
