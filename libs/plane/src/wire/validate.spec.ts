import { describe, expect, it } from 'vitest';
import { logsModel } from '../models/logs-model.ts';
import { s3Model } from '../models/s3-model.ts';
import { sagemakerModel } from '../models/sagemaker-model.ts';
import { sagemakerRuntimeModel } from '../models/sagemaker-runtime-model.ts';
import type { ServiceModel } from '../models/service-model.ts';
import { stsModel } from '../models/sts-model.ts';
import { AwsError } from './aws-error.ts';
import { validate } from './validate.ts';

const failure = (model: ServiceModel, operation: string, input: object): AwsError | undefined => {
  try {
    validate(model, operation, input);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
};

const message = (operation: string, input: object): string | undefined =>
  failure(sagemakerModel, operation, input)?.message;

describe('validate', () => {
  it('lets valid input pass', () => {
    expect(message('DescribeModel', { ModelName: 'movies-1' })).toBeUndefined();
    expect(
      message('AddTags', {
        ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:model/m',
        Tags: [{ Key: 'a b/c', Value: '' }],
      }),
    ).toBeUndefined();
  });

  it('words a missing member', () => {
    expect(message('DescribeTrainingJob', {})).toBe(
      "1 validation error detected: Value null at 'trainingJobName' failed to satisfy constraint: Member must not be null",
    );
  });

  it('words a pattern', () => {
    const pattern = sagemakerModel.shapes['TrainingJobName'] as { pattern: string };
    expect(message('DescribeTrainingJob', { TrainingJobName: 'my_job' })).toBe(
      "1 validation error detected: Value 'my_job' at 'trainingJobName' failed to satisfy constraint: " +
        `Member must satisfy regular expression pattern: ${pattern.pattern}`,
    );
  });

  it('words every failure, in one message', () => {
    expect(message('ListTrainingJobs', { MaxResults: 0, SortBy: 'Size' })).toBe(
      "2 validation errors detected: Value '0' at 'maxResults' failed to satisfy constraint: " +
        "Member must have value greater than or equal to 1; Value 'Size' at 'sortBy' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [Name, CreationTime, Status]',
    );
  });

  it('names members of list entries by number', () => {
    expect(
      message('AddTags', {
        ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:model/m',
        Tags: [{ Key: '', Value: 'v' }],
      }),
    ).toContain(
      "Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    const variant = { VariantName: 'a', ModelName: 'm', InstanceType: 'ml.none' };
    expect(message('CreateEndpointConfig', { EndpointConfigName: 'c', ProductionVariants: [variant] })).toContain(
      "Value 'ml.none' at 'productionVariants.1.member.instanceType' failed to satisfy constraint: Member must satisfy enum value set: [",
    );
  });

  it('judges a list of scalars as a whole', () => {
    expect(
      message('DeleteTags', { ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:model/m', TagKeys: ['ok', ''] }),
    ).toBe(
      "1 validation error detected: Value '[ok, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: " +
        '[Member must have length less than or equal to 128, Member must have length greater than or equal to 1, ' +
        'Member must satisfy regular expression pattern: ([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)]',
    );
  });

  it('judges the keys and the values of a map', () => {
    const Environment = { '1': 'a'.repeat(1025) };
    const found = message('CreateModel', { ModelName: 'm', PrimaryContainer: { Environment } });
    expect(found).toContain(
      "at 'primaryContainer.environment' failed to satisfy constraint: Map keys must satisfy constraint: [",
    );
    expect(found).toContain('Map value must satisfy constraint: [Member must have length less than or equal to 1024');
  });

  it('matches patterns as a whole, in Unicode', () => {
    const tagged = (Key: string): string | undefined =>
      message('AddTags', {
        ResourceArn: 'arn:aws:sagemaker:us-east-1:000000000000:model/m',
        Tags: [{ Key, Value: 'v' }],
      });
    expect(tagged('größe 中')).toBeUndefined();
    expect(tagged('a\u{1f600}')).toContain('tags.1.member.key');
  });

  it("answers with each service's code", () => {
    expect(failure(sagemakerModel, 'DescribeModel', {})).toMatchObject({
      code: 'ValidationException',
      statusCode: 400,
    });
    expect(failure(stsModel, 'AssumeRole', { RoleArn: 'x', RoleSessionName: 'session' })).toMatchObject({
      code: 'ValidationError',
      message:
        "1 validation error detected: Value 'x' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    });
    expect(failure(logsModel, 'GetLogEvents', { logGroupName: 'g', logStreamName: '' })?.code).toBe(
      'InvalidParameterException',
    );
    expect(failure(sagemakerRuntimeModel, 'InvokeEndpoint', { EndpointName: '-', Body: Buffer.alloc(0) })?.code).toBe(
      'ValidationError',
    );
  });

  it('does not repeat what is sensitive', () => {
    const Body = Buffer.alloc(6_291_457);
    expect(failure(sagemakerRuntimeModel, 'InvokeEndpoint', { EndpointName: 'e', Body })?.message).toBe(
      "1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to 6291456",
    );
  });

  it('leaves S3 to its handlers', () => {
    expect(failure(s3Model, 'CreateBucket', {})).toBeUndefined();
  });
});
