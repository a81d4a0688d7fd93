/** Runs the plane in this process, with the images that this machine has. */
import { execPath } from 'node:process';
import { join } from 'node:path';
import { imageRegistry, startPlane, type Account, type ImageRegistry, type Plane } from '@gradus/plane';
import { rotatingLog } from './rotating-log.ts';

export interface ServePlaneOptions {
  readonly workspaceRoot: string;
  readonly port: number;
  readonly accounts: readonly Account[];
}

const ours = (image: string): RegExp => new RegExp(`(?:^|/)gradus/${image}(?:[:@]|$)`);

/** Our images as programs of this machine; `/opt/node_modules` is the workspace's. */
export const machineImages = (workspaceRoot: string): ImageRegistry => {
  const nodeModules = join(workspaceRoot, 'node_modules');
  const program = (name: string): string[] => [execPath, join(import.meta.dirname, `${name}-container.mjs`)];
  return imageRegistry([
    {
      pattern: ours('notebook'),
      runtime: { name: 'gradus notebook', argv: { train: program('notebook') }, nodeModules },
    },
    {
      pattern: ours('serving'),
      runtime: { name: 'gradus serving', argv: { serve: program('serving') }, nodeModules },
    },
  ]);
};

export const servePlane = ({ workspaceRoot, port, accounts }: ServePlaneOptions): Promise<Plane> => {
  const dir = join(workspaceRoot, '.gradus');
  const log = rotatingLog(join(dir, 'plane.log'));
  return startPlane({ dir, port, accounts, images: machineImages(workspaceRoot), log });
};
