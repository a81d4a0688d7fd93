/** Brings a channel to a host, in the channel's input mode. */
import type { Channel } from '@aws-sdk/client-sagemaker';
import { join } from 'node:path';
import { copyBody, layFiles, linkOrCopyBody } from './channel-files.ts';
import { inputModeOf, listChannel, shardOf, type ChannelReader } from './channel-source.ts';
import { layPipe } from './pipe-channel.ts';
import { shuffled } from './shuffle.ts';
import type { TrainingJob } from './training-job-table.ts';

/**
 * @param folder stands for the host's `/opt/ml`
 * @throws AwsError ClientError when nothing is there, or an object cannot be a file in the folder
 */
export const prepareChannel = async (
  reader: ChannelReader,
  channel: Channel,
  job: TrainingJob,
  host: string,
  folder: string,
): Promise<void> => {
  const mode = inputModeOf(channel, job);
  if (mode === 'Pipe') return layPipe(reader, channel, job, host, folder);
  const items = await listChannel(reader, channel.DataSource!.S3DataSource!);
  const seed = channel.ShuffleConfig?.Seed;
  const order = seed === undefined ? items : shuffled(items, seed);
  const files = join(folder, 'input', 'data', channel.ChannelName!);
  const save = mode === 'FastFile' && reader.links ? linkOrCopyBody : copyBody;
  await layFiles(reader, shardOf(order, channel, job, host), files, save);
};
