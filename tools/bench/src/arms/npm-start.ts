/** `npm start` in this workspace, timed as its user would. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm } from '../bench.ts';
import { runCommand } from '../process/run-command.ts';
import type { Row } from '../row.ts';

/** Whether a plane serves the workspace: it is then the user's, and stays. */
const planeRuns = (workspace: string): boolean => {
  const hint = join(workspace, '.gradus/plane.json');
  if (!existsSync(hint)) return false;
  try {
    return process.kill((JSON.parse(readFileSync(hint, 'utf8')) as { pid: number }).pid, 0);
  } catch {
    return false;
  }
};

/** Runs it on the built-in data, and on a MovieLens folder when one is named. */
export const npmStart = (ratings: string | undefined): Arm => ({
  name: 'npm-start',
  summary: 'npm start from the notebook to the prediction',
  run: async (bench) => {
    const { workspace } = bench;
    const ran = planeRuns(workspace);
    const timed = async (what: string, args: readonly string[], atMost: number): Promise<Row> => {
      bench.progress(what);
      const { seconds } = await runCommand('npm', ['start', ...args], { cwd: workspace });
      if (!ran) await runCommand(join(workspace, 'node_modules/.bin/gradus'), ['down'], { cwd: workspace });
      return { what, measured: seconds, unit: 's', target: { kind: 'most', atMost } };
    };
    const rows = [await timed('npm start', [], 60)];
    if (ratings !== undefined) rows.push(await timed('npm start on MovieLens', ['--', '--ratings', ratings], 90));
    return rows;
  },
});
