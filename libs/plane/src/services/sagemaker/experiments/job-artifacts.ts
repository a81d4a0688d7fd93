/** What a job was given and what it made, as parameters and artifacts of its trial component. */
import type {
  DescribeProcessingJobCommandOutput,
  DescribeTrainingJobCommandOutput,
  DescribeTransformJobCommandOutput,
  TrialComponentArtifact,
  TrialComponentParameterValue,
} from '@aws-sdk/client-sagemaker';

export interface JobArtifacts {
  readonly parameters: Record<string, TrialComponentParameterValue>;
  readonly inputs: Record<string, TrialComponentArtifact>;
  readonly outputs: Record<string, TrialComponentArtifact>;
}

type Given<Type> = Readonly<Record<string, Type | undefined>>;

/** Texts that read as numbers are numbers, so that components can be compared by them. */
const parametersOf = (given: Given<string | number>): Record<string, TrialComponentParameterValue> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return [[name, Number.isFinite(number) ? { NumberValue: Number(number) } : { StringValue: String(value) }]];
    }),
  );

const artifactsOf = (given: Given<TrialComponentArtifact>): Record<string, TrialComponentArtifact> =>
  Object.fromEntries(Object.entries(given).filter(([, artifact]) => artifact?.Value)) as Record<
    string,
    TrialComponentArtifact
  >;

const at = (uri: string | undefined, mediaType?: string): TrialComponentArtifact | undefined =>
  uri === undefined ? undefined : { Value: uri, ...(mediaType !== undefined && { MediaType: mediaType }) };

export const trainingArtifacts = (detail: object): JobArtifacts => {
  const job = detail as Partial<DescribeTrainingJobCommandOutput>;
  const { AlgorithmSpecification: algorithm, ResourceConfig: resources } = job;
  return {
    parameters: parametersOf({
      ...job.HyperParameters,
      'SageMaker.ImageUri': algorithm?.TrainingImage,
      'SageMaker.InstanceType': resources?.InstanceType,
      'SageMaker.InstanceCount': resources?.InstanceCount,
      'SageMaker.VolumeSizeInGB': resources?.VolumeSizeInGB,
    }),
    inputs: artifactsOf(
      Object.fromEntries(
        (job.InputDataConfig ?? []).map((channel) => [
          channel.ChannelName!,
          at(channel.DataSource?.S3DataSource?.S3Uri, channel.ContentType),
        ]),
      ),
    ),
    outputs: artifactsOf({
      'SageMaker.ModelArtifact':
        job.TrainingJobStatus === 'Completed' ? at(job.ModelArtifacts?.S3ModelArtifacts) : undefined,
    }),
  };
};

export const processingArtifacts = (detail: object): JobArtifacts => {
  const job = detail as Partial<DescribeProcessingJobCommandOutput>;
  const resources = job.ProcessingResources?.ClusterConfig;
  return {
    parameters: parametersOf({
      ...job.Environment,
      'SageMaker.ImageUri': job.AppSpecification?.ImageUri,
      'SageMaker.InstanceType': resources?.InstanceType,
      'SageMaker.InstanceCount': resources?.InstanceCount,
      'SageMaker.VolumeSizeInGB': resources?.VolumeSizeInGB,
    }),
    inputs: artifactsOf(
      Object.fromEntries((job.ProcessingInputs ?? []).map((input) => [input.InputName!, at(input.S3Input?.S3Uri)])),
    ),
    outputs: artifactsOf(
      Object.fromEntries(
        (job.ProcessingOutputConfig?.Outputs ?? []).map((output) => [output.OutputName!, at(output.S3Output?.S3Uri)]),
      ),
    ),
  };
};

export const transformArtifacts = (detail: object): JobArtifacts => {
  const job = detail as Partial<DescribeTransformJobCommandOutput>;
  const resources = job.TransformResources;
  return {
    parameters: parametersOf({
      'SageMaker.ModelName': job.ModelName,
      'SageMaker.InstanceType': resources?.InstanceType,
      'SageMaker.InstanceCount': resources?.InstanceCount,
    }),
    inputs: artifactsOf({
      'SageMaker.TransformInput': at(
        job.TransformInput?.DataSource?.S3DataSource?.S3Uri,
        job.TransformInput?.ContentType,
      ),
    }),
    outputs: artifactsOf({
      'SageMaker.TransformOutput': at(job.TransformOutput?.S3OutputPath, job.TransformOutput?.Accept),
    }),
  };
};
