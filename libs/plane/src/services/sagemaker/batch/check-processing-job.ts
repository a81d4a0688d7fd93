/** What a processing job must be, and what of it the plane executes. */
import { validationException } from '../../../wire/aws-error.ts';
import { parseS3Uri } from '../s3-uri.ts';
import type { Input } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';
import { processingPath } from './processing-folder.ts';

const OPERATION = 'CreateProcessingJob';
type Request = Input<typeof OPERATION>;

const MEMBERS = [
  'ProcessingInputs',
  'ProcessingOutputConfig',
  'ProcessingJobName',
  'ProcessingResources',
  'StoppingCondition',
  'AppSpecification',
  'Environment',
  'NetworkConfig',
  'RoleArn',
  'Tags',
  'ExperimentConfig',
] as const satisfies readonly (keyof Request)[];

/** @throws AwsError ValidationException */
export const checkProcessingJob = (input: Request): void => {
  supportOnly(OPERATION, input, MEMBERS);
  checkInputs(input);
  checkOutputs(input);
  checkResources(input);
  if (input.NetworkConfig?.VpcConfig) throw unsupported(OPERATION, 'NetworkConfig.VpcConfig');
};

const checkInputs = ({ ProcessingInputs: inputs = [] }: Request): void => {
  checkNames(
    inputs.map(({ InputName }) => InputName),
    'InputName',
  );
  for (const input of inputs) {
    const path = `ProcessingInputs.${input.InputName}.`;
    if (input.AppManaged) throw unsupported(OPERATION, `${path}AppManaged`);
    if (input.DatasetDefinition) throw unsupported(OPERATION, `${path}DatasetDefinition`);
    const s3 = input.S3Input;
    if (!s3) throw validationException(`ProcessingInput ${input.InputName} must have an S3Input.`);
    if (s3.S3InputMode === 'Pipe') throw unsupported(OPERATION, `${path}S3Input.S3InputMode: Pipe`);
    if (s3.S3CompressionType === 'Gzip') {
      throw validationException('S3CompressionType Gzip can only be used when S3InputMode is Pipe.');
    }
    checkLocalPath(s3.LocalPath);
    parseS3Uri(s3.S3Uri);
  }
};

const checkOutputs = ({ ProcessingOutputConfig: config }: Request): void => {
  if (!config) return;
  if (config.KmsKeyId) throw unsupported(OPERATION, 'ProcessingOutputConfig.KmsKeyId');
  checkNames(
    config.Outputs.map(({ OutputName }) => OutputName),
    'OutputName',
  );
  for (const output of config.Outputs) {
    const path = `ProcessingOutputConfig.Outputs.${output.OutputName}.`;
    if (output.AppManaged) throw unsupported(OPERATION, `${path}AppManaged`);
    if (output.FeatureStoreOutput) throw unsupported(OPERATION, `${path}FeatureStoreOutput`);
    if (!output.S3Output) throw validationException(`ProcessingOutput ${output.OutputName} must have an S3Output.`);
    checkLocalPath(output.S3Output.LocalPath);
    parseS3Uri(output.S3Output.S3Uri);
  }
};

const checkNames = (names: readonly string[], member: string): void => {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw validationException(`Duplicate ${member}: ${repeated}`);
};

const checkLocalPath = (localPath: string | undefined): void => {
  if (localPath === undefined) throw validationException('LocalPath is required unless AppManaged is true.');
  if (processingPath(localPath) === undefined) {
    throw validationException(`LocalPath must begin with /opt/ml/processing/: ${localPath}`);
  }
};

const checkResources = ({ ProcessingResources: { ClusterConfig: cluster } }: Request): void => {
  const path = 'ProcessingResources.ClusterConfig.';
  if (cluster.VolumeKmsKeyId) throw unsupported(OPERATION, `${path}VolumeKmsKeyId`);
  supportOnly(OPERATION, cluster, ['InstanceCount', 'InstanceType', 'VolumeSizeInGB', 'VolumeKmsKeyId'], path);
  if (cluster.InstanceCount === undefined || cluster.InstanceType === undefined) {
    throw validationException('ClusterConfig must give an InstanceType and an InstanceCount.');
  }
};
