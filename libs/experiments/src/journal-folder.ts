/** Where journals lie unless told otherwise. */
import { join } from 'node:path';
import { findWorkspace } from '@gradus/core';

/** `.gradus/runs` of the workspace, or of the current folder where there is none. */
export const journalFolder = (): string => {
  let root = process.cwd();
  try {
    root = findWorkspace(root);
  } catch {
    // A script of its own keeps its journal beside it.
  }
  return join(root, '.gradus', 'runs');
};
