/** What a transform job must be, and what of it the plane executes. */
import { validationException } from '../../../wire/aws-error.ts';
import { parseS3Uri } from '../s3-uri.ts';
import type { Input } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';
import { dataProcessing } from './data-processing.ts';
import { JsonPathError } from './json-path.ts';
import { recordFormat } from './record-format.ts';

const OPERATION = 'CreateTransformJob';
type Request = Input<typeof OPERATION>;

const MEMBERS = [
  'TransformJobName',
  'ModelName',
  'MaxConcurrentTransforms',
  'ModelClientConfig',
  'MaxPayloadInMB',
  'BatchStrategy',
  'Environment',
  'TransformInput',
  'TransformOutput',
  'TransformResources',
  'DataProcessing',
  'Tags',
  'ExperimentConfig',
] as const satisfies readonly (keyof Request)[];

const MOST_PAYLOAD_MB = 100;

/** @throws AwsError ValidationException */
export const checkTransformJob = (input: Request): void => {
  checkSupported(input);
  checkPayload(input);
  checkDataProcessing(input);
  parseS3Uri(input.TransformInput.DataSource.S3DataSource.S3Uri);
  parseS3Uri(input.TransformOutput.S3OutputPath);
};

const checkSupported = (input: Request): void => {
  supportOnly(OPERATION, input, MEMBERS);
  const { TransformInput, TransformOutput, TransformResources } = input;
  const { SplitType } = TransformInput;
  if (SplitType === 'RecordIO' || SplitType === 'TFRecord') {
    throw unsupported(OPERATION, `TransformInput.SplitType: ${SplitType}`);
  }
  const { S3DataType } = TransformInput.DataSource.S3DataSource;
  if (S3DataType === 'AugmentedManifestFile') {
    throw validationException('AugmentedManifestFile is not compatible with batch transform.');
  }
  if (S3DataType === 'Converse')
    throw unsupported(OPERATION, 'TransformInput.DataSource.S3DataSource.S3DataType: Converse');
  if (TransformOutput.KmsKeyId) throw unsupported(OPERATION, 'TransformOutput.KmsKeyId');
  if (TransformResources.VolumeKmsKeyId) throw unsupported(OPERATION, 'TransformResources.VolumeKmsKeyId');
  if (TransformResources.TransformAmiVersion) throw unsupported(OPERATION, 'TransformResources.TransformAmiVersion');
};

const checkPayload = ({ MaxPayloadInMB: payload, MaxConcurrentTransforms: concurrent }: Request): void => {
  if (payload !== undefined && payload > MOST_PAYLOAD_MB) {
    throw validationException(`MaxPayloadInMB cannot be greater than ${MOST_PAYLOAD_MB}.`);
  }
  if (payload !== undefined && concurrent !== undefined && payload * concurrent > MOST_PAYLOAD_MB) {
    throw validationException(
      `The value of (MaxConcurrentTransforms * MaxPayloadInMB) cannot exceed ${MOST_PAYLOAD_MB} MB.`,
    );
  }
};

const checkDataProcessing = ({ DataProcessing: given, TransformInput, TransformOutput }: Request): void => {
  if (!given) return;
  let processing: ReturnType<typeof dataProcessing>;
  try {
    processing = dataProcessing(given, TransformInput, TransformOutput);
  } catch (error) {
    throw error instanceof JsonPathError ? validationException(`Invalid JSONPath. ${error.message}`) : error;
  }
  if (!processing) return;
  const { ContentType, SplitType = 'None' } = TransformInput;
  const { Accept, AssembleWith = 'None' } = TransformOutput;
  if (processing.inputFilter.length > 0 || processing.join) checkFormat('ContentType', ContentType);
  if (processing.outputFilter.length > 0 || processing.join) checkFormat('Accept', Accept ?? ContentType);
  if (!processing.join) return;
  if (recordFormat(Accept ?? ContentType) !== recordFormat(ContentType)) {
    throw validationException('To join the input with the output, Accept must match ContentType.');
  }
  if (AssembleWith !== SplitType) {
    throw validationException('To join the input with the output, AssembleWith must match SplitType.');
  }
};

const checkFormat = (member: string, contentType: string | undefined): void => {
  if (recordFormat(contentType)) return;
  throw validationException(
    `DataProcessing needs ${member} to be text/csv, application/json or application/jsonlines, not ${contentType ?? 'absent'}.`,
  );
};
