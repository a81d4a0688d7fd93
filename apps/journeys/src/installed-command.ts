/** Set-up of all journeys: makes the bundle of the `gradus` command anew when a source is newer than it, as `npm ci` would have. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LAUNCHER, REPOSITORY } from './gradus-command.ts';

export default (): void => {
  if (spawnSync(process.execPath, [LAUNCHER, '--version']).status === 0) return;
  execFileSync(process.execPath, [join(REPOSITORY, 'apps/cli/build.mjs')], { stdio: 'inherit' });
};
