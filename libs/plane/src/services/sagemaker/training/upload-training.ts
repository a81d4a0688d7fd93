/**
 * Uploads what the hosts of a training job leave: the model, unless it failed, and the output data; of several hosts merged.
 * @source docs - DG:model-train-storage
 * @source unverified - that output.tar.gz is an archive even when the model is not compressed
 */
import { join } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import { jobPrincipal } from '../job-principal.ts';
import { uploadArchive } from '../upload-archive.ts';
import { mergeFolders } from './merge-folders.ts';
import { artifactUris } from './training-artifacts.ts';
import { archiveFolder, hostFolder } from './training-folders.ts';
import { hostsOf } from './training-hosts.ts';
import type { TrainingState } from './training-state.ts';
import { uploadFolder } from './upload-folder.ts';

/** @throws AwsError ClientError when S3 refuses */
export const uploadTraining = async (
  { job }: TrainingState,
  context: EffectContext,
  succeeded: boolean,
): Promise<void> => {
  const uris = artifactUris(job);
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  const temporary = archiveFolder(context, job);
  const folders = hostsOf(job).map((host) => hostFolder(context, job, host));
  const folderOf = async (...path: string[]): Promise<string> => {
    const each = folders.map((folder) => join(folder, ...path));
    if (each.length === 1) return each[0]!;
    const merged = join(temporary, 'merged', ...path);
    await mergeFolders(each, merged);
    return merged;
  };
  await uploadArchive(context, caller, await folderOf('output', 'data'), temporary, uris.output);
  if (!succeeded) return;
  const model = await folderOf('model');
  if (job.OutputDataConfig!.CompressionType === 'NONE') await uploadFolder(context, caller, model, uris.model);
  else await uploadArchive(context, caller, model, temporary, uris.model, { evenEmpty: true });
};
