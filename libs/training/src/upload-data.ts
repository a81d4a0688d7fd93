/** The data of a run as channels of a training job: folders uploaded once under the hash of their content. */
import type { Channel } from '@aws-sdk/client-sagemaker';
import type { TrainingContext } from './context.ts';
import { checkChannels, readFolder, type DataChannel, type FolderContent } from './data-channel.ts';
import { putFolder } from './objects.ts';

/** A channel with what its folder holds; nothing where it is in S3 already. */
export type Data = DataChannel & { readonly content?: FolderContent };

/**
 * @param declared the channels that the model declares
 * @throws GradusError DATA_CHANNEL_UNKNOWN, DATA_CHANNEL_INVALID, DATA_NOT_FOUND, DATA_EMPTY
 */
export async function readData(declared: readonly string[], channels: readonly DataChannel[]): Promise<Data[]> {
  checkChannels(declared, channels);
  const data: Data[] = [];
  for (const channel of channels) {
    data.push(channel.source.startsWith('s3://') ? channel : { ...channel, content: await readFolder(channel) });
  }
  return data;
}

/** Uploads what S3 has not yet; `onFile` is told of each file before it goes. */
export async function uploadData(
  { clients, environment }: TrainingContext,
  model: string,
  data: readonly Data[],
  onFile: (path: string) => void,
): Promise<Channel[]> {
  const channels: Channel[] = [];
  for (const { name, source, content } of data) {
    const prefix = environment.key(model, 'data', name, content?.sha256 ?? '');
    const uri = content ? await putFolder(clients.s3, environment.bucket, prefix, source, content, onFile) : source;
    channels.push({
      ChannelName: name,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' } },
    });
  }
  return channels;
}
