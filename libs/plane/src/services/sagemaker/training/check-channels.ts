/** What the channels of a request for a training job must be like beyond their shape. */
import type { Channel, S3DataSource, TrainingInputMode } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';
import { parseS3Uri } from '../s3-uri.ts';
import type { Input } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';
import { instanceGroups } from './training-hosts.ts';

const OPERATION = 'CreateTrainingJob';
type Request = Input<typeof OPERATION>;

/** @throws AwsError ValidationException */
export const checkChannels = (input: Request): void => {
  const channels = input.InputDataConfig ?? [];
  const names = channels.map(({ ChannelName }) => ChannelName);
  if (new Set(names).size < names.length) {
    throw validationException('Duplicate channel names are not allowed in InputDataConfig.');
  }
  const groups = instanceGroups(input.ResourceConfig!).map(({ name }) => name);
  for (const channel of channels) {
    const mode = channel.InputMode ?? input.AlgorithmSpecification!.TrainingInputMode;
    checkChannel(channel, mode, input.ResourceConfig!.InstanceGroups?.length ? groups : []);
  }
};

const checkChannel = (channel: Channel, mode: TrainingInputMode, groups: readonly string[]): void => {
  const name = channel.ChannelName!;
  // The names of folders beside it, which the pattern lets through.
  if (/^\.{1,2}$/.test(name)) throw validationException(`Invalid ChannelName: ${name}`);
  const path = `InputDataConfig.${name}.`;
  supportOnly(
    OPERATION,
    channel,
    ['ChannelName', 'DataSource', 'ContentType', 'CompressionType', 'RecordWrapperType', 'InputMode', 'ShuffleConfig'],
    path,
  );
  const source = channel.DataSource?.S3DataSource;
  if (!source) throw unsupported(OPERATION, `${path}DataSource other than S3DataSource`);
  supportOnly(
    OPERATION,
    source,
    ['S3DataType', 'S3Uri', 'S3DataDistributionType', 'AttributeNames', 'InstanceGroupNames'],
    `${path}DataSource.S3DataSource.`,
  );
  parseS3Uri(source.S3Uri!);
  checkDataType(source, mode, path);
  for (const group of source.InstanceGroupNames ?? []) {
    if (!groups.includes(group)) {
      throw validationException(`Channel ${name} names an instance group that ResourceConfig does not have: ${group}`);
    }
  }
  for (const member of ['CompressionType', 'RecordWrapperType'] as const) {
    const value = channel[member];
    if (mode !== 'Pipe' && value !== undefined && value !== 'None') {
      throw validationException(`${member} ${value} of channel ${name} is supported only in Pipe input mode.`);
    }
  }
};

const checkDataType = (source: S3DataSource, mode: TrainingInputMode, path: string): void => {
  const type = source.S3DataType!;
  if (type !== 'S3Prefix' && type !== 'ManifestFile' && type !== 'AugmentedManifestFile') {
    throw unsupported(OPERATION, `${path}DataSource.S3DataSource.S3DataType ${type}`);
  }
  const augmented = type === 'AugmentedManifestFile';
  if (augmented && mode !== 'Pipe') {
    throw validationException('AugmentedManifestFile is supported only in Pipe input mode.');
  }
  if (augmented !== (source.AttributeNames ?? []).length > 0) {
    throw validationException('AttributeNames must be given with AugmentedManifestFile, and only with it.');
  }
  if (mode === 'FastFile' && type !== 'S3Prefix') {
    throw validationException('FastFile input mode supports only the S3DataType S3Prefix.');
  }
};
