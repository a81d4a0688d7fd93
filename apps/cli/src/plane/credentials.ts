/** Reads a key of the AWS credentials file that the plane made. */
import { loadSharedConfigFiles } from '@smithy/core/config';
import { errors } from '../errors.ts';

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The key of a profile.
 * @throws GradusError PLANE_OUTDATED when the file has none: the plane makes one per account when it starts
 */
export const readKey = async (file: string, profile: string): Promise<Key> => {
  // The same file as configuration, so that the user's own is not read; never from the cache, since the plane adds keys.
  const { credentialsFile } = await loadSharedConfigFiles({ filepath: file, configFilepath: file, ignoreCache: true });
  const accessKeyId = credentialsFile[profile]?.['aws_access_key_id'];
  const secretAccessKey = credentialsFile[profile]?.['aws_secret_access_key'];
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey };
  throw errors.make('PLANE_OUTDATED', `the plane that runs has no key for environment ${profile}`, {
    got: profile,
    allowed: Object.keys(credentialsFile),
    remedy: 'Start it anew: gradus down, then gradus up',
  });
};
