/** The plane's start, and the memory that it holds when nothing happens. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { medianOf, takeTurns, type Arm, type Bench } from '../bench.ts';
import { fetchRaw } from '../load/fetch-raw.ts';
import { sagemakerCall } from '../load/requests.ts';
import { startInstalledPlane } from '../process/installed-plane.ts';
import { residentMb } from '../process/memory.ts';
import { runCommand } from '../process/run-command.ts';
import type { Row } from '../row.ts';

const IDLE_MS = 10_000;
const SETTINGS =
  "export default { environments: { local: { plane: true, account: '000000000000', region: 'us-east-1' } } };\n";

const run = async (bench: Bench): Promise<Row[]> => {
  let folders = 0;
  const firstCall = async () => {
    const root = bench.folder(`start-${(folders += 1)}`);
    const startedAt = performance.now();
    const plane = await startInstalledPlane(bench.workspace, root);
    await fetchRaw(plane.port, sagemakerCall(plane, 'ListModelPackageGroups', {}));
    return { plane, seconds: (performance.now() - startedAt) / 1000 };
  };
  const up = async (): Promise<number> => {
    const root = bench.folder(`up-${(folders += 1)}`);
    writeFileSync(join(root, 'gradus.config.ts'), SETTINGS);
    const gradus = join(bench.workspace, 'node_modules/.bin/gradus');
    const { seconds } = await runCommand(gradus, ['up', '--port', '0'], { cwd: root });
    await runCommand(gradus, ['down'], { cwd: root });
    return seconds;
  };
  const results = await takeTurns(bench.rounds, {
    plane: async () => {
      const { plane, seconds } = await firstCall();
      const after = residentMb(plane.pid);
      await plane.end();
      return { seconds, after };
    },
    up: async () => ({ seconds: await up(), after: 0 }),
    node: async () => ({ seconds: (await runCommand(process.execPath, ['-e', '0'])).seconds, after: 0 }),
  });
  const { plane } = await firstCall();
  await sleep(IDLE_MS);
  const idle = residentMb(plane.pid);
  await plane.end();
  const node = { what: 'node -e 0', value: medianOf(results.node, ({ seconds }) => seconds) };
  const second = { kind: 'most', atMost: 1 } as const;
  const memory = { kind: 'most', atMost: 150 } as const;
  return [
    {
      what: "the plane's process to its first answered call",
      measured: medianOf(results.plane, ({ seconds }) => seconds),
      ...{ unit: 's', beside: node, target: second },
    },
    {
      what: 'gradus up',
      measured: medianOf(results.up, ({ seconds }) => seconds),
      ...{ unit: 's', beside: node, target: second },
    },
    {
      what: "the plane's memory after its first answer",
      measured: medianOf(results.plane, ({ after }) => after),
      ...{ unit: 'MB', target: memory },
    },
    { what: `the plane's memory after ${IDLE_MS / 1000} idle seconds`, measured: idle, unit: 'MB', target: memory },
  ];
};

export const start: Arm = { name: 'start', summary: "the plane's start and its idle memory", run };
