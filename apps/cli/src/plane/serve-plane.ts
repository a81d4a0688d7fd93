/** Runs the plane in this process, with the images that this machine has. */
import { execPath } from 'node:process';
import { join } from 'node:path';
import { imageRegistry, startPlane, type Account, type ImageRegistry, type Plane } from '@gradus/plane';
import { withFrameworks } from './framework-images.ts';
import { startPythonRuntime, type PythonRuntime } from './python-runtime.ts';
import { rotatingLog } from './rotating-log.ts';

export interface ServePlaneOptions {
  readonly workspaceRoot: string;
  readonly port: number;
  readonly accounts: readonly Account[];
}

const ours = (image: string): RegExp => new RegExp(`(?:^|/)gradus/${image}(?:[:@]|$)`);

/**
 * Our images and AWS's framework images as programs of this machine; `/opt/node_modules` is the workspace's.
 * @param python where containers find Python's environments
 */
export const machineImages = (
  workspaceRoot: string,
  python: Pick<PythonRuntime, 'env' | 'readOnly'> = { env: {}, readOnly: [] },
): ImageRegistry => {
  const nodeModules = join(workspaceRoot, 'node_modules');
  const program = (name: string): string[] => [execPath, join(import.meta.dirname, `${name}-container.mjs`)];
  const { env } = python;
  const readOnly = [import.meta.dirname, ...python.readOnly];
  const runs = { nodeModules, env, readOnly };
  const [train, serve] = [program('notebook'), program('serving')];
  const ownImages = imageRegistry([
    { pattern: ours('notebook'), runtime: { name: 'gradus notebook', argv: { train }, ...runs } },
    { pattern: ours('serving'), runtime: { name: 'gradus serving', argv: { serve }, ...runs } },
  ]);
  return withFrameworks(ownImages, { name: 'AWS framework image', argv: { train, serve }, ...runs });
};

export const servePlane = async ({ workspaceRoot, port, accounts }: ServePlaneOptions): Promise<Plane> => {
  const dir = join(workspaceRoot, '.gradus');
  const log = rotatingLog(join(dir, 'plane.log'));
  const python = await startPythonRuntime(workspaceRoot);
  try {
    const plane = await startPlane({ dir, port, accounts, images: machineImages(workspaceRoot, python), log });
    void plane.closed.then(() => python.close());
    return plane;
  } catch (error) {
    await python.close();
    throw error;
  }
};
