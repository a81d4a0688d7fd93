/** Where objects of offline stores are kept unless told otherwise. */
import { findWorkspace } from '@gradus/core';
import { join } from 'node:path';

/** `.gradus/cache/offline-store` of the workspace, or of the current folder where there is none. */
export const cacheFolder = (): string => {
  let root = process.cwd();
  try {
    root = findWorkspace(root);
  } catch {
    // A script outside a workspace keeps them beside it.
  }
  return join(root, '.gradus', 'cache', 'offline-store');
};
