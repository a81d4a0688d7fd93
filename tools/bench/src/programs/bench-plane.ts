/** `nx run bench:plane`: measures the plane and prints a table. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeModelPackage } from '../arms/describe-model-package.ts';
import { experiments } from '../arms/experiments.ts';
import { featuresJoin } from '../arms/features-join.ts';
import { featuresOnline } from '../arms/features-online.ts';
import { featuresWrite } from '../arms/features-write.ts';
import { help } from '../arms/help.ts';
import { invokeEndpoint } from '../arms/invoke-endpoint.ts';
import { largeObject } from '../arms/large-object.ts';
import { listModelPackages } from '../arms/list-model-packages.ts';
import { npmStart } from '../arms/npm-start.ts';
import { recommendations } from '../arms/recommendations.ts';
import { searchTrialComponents } from '../arms/search-trial-components.ts';
import { start } from '../arms/start.ts';
import { trainingHosts } from '../arms/training-hosts.ts';
import type { Arm, Bench } from '../bench.ts';
import { startLoadGenerator } from '../load/load-generator.ts';
import { runCommand } from '../process/run-command.ts';
import { meets, ratioOf, tableOf, type Row } from '../row.ts';

const ARMS: readonly Arm[] = [
  describeModelPackage,
  invokeEndpoint,
  start,
  listModelPackages,
  searchTrialComponents,
  largeObject,
  experiments,
  help,
];
/** They take long, and run only when they are named. */
const ON_REQUEST: readonly Arm[] = [featuresOnline, featuresWrite, featuresJoin, recommendations];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    'turn-seconds': { type: 'string', default: '3' },
    'with-start': { type: 'boolean', default: false },
    ratings: { type: 'string' },
    'cpu-prof': { type: 'string' },
    json: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`Options:
  --only <arm>            run this arm only, may be repeated:
${[...ARMS, ...ON_REQUEST, trainingHosts(undefined)].map(({ name, summary }) => `      ${name.padEnd(15)} ${summary}`).join('\n')}
  --rounds <n>            default 3
  --turn-seconds <s>      how long one turn of one arm lasts, default 3
  --with-start            time npm start as well
  --ratings <folder>      the MovieLens folder of hosts; with --with-start: time that on it too
  --cpu-prof <folder>     write CPU profiles of the planes there
  --json                  print JSON instead of the table
  --strict                exit with 1 when a target is missed`);
  process.exit(0);
}

const workspace = process.env['GRADUS_BENCH_WORKSPACE']!;
// Not in a folder for temporary files, which may be kept in memory: durable writes are to reach the disk.
const cache = join(workspace, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const scratch = mkdtempSync(join(cache, 'gradus-bench-state-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const ratings = values.ratings && resolve(values.ratings);
const named = [...ARMS, ...ON_REQUEST, trainingHosts(ratings)];
const unknown = values.only?.find((name) => !named.some((arm) => arm.name === name));
if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${named.map(({ name }) => name).join(', ')}`);
const chosen = values.only ? named.filter(({ name }) => values.only?.includes(name)) : ARMS;
const arms = values['with-start'] ? [...chosen, npmStart(ratings)] : chosen;

const bench: Bench = {
  workspace,
  rounds: Number(values.rounds),
  turnMs: Number(values['turn-seconds']) * 1000,
  load: await startLoadGenerator(),
  profiles: values['cpu-prof'] && resolve(values['cpu-prof']),
  folder: (name) => {
    const folder = join(scratch, name);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  },
  progress: (text) => process.stderr.write(`  ${text}\n`),
};

const rows: Row[] = [];
for (const arm of arms) {
  process.stderr.write(`${arm.name}: ${arm.summary}\n`);
  try {
    // The launcher refuses a bundle that is older than its sources.
    await runCommand(process.execPath, ['apps/cli/build.mjs'], { cwd: workspace });
    rows.push(...(await arm.run(bench)));
  } catch (error) {
    process.stderr.write(
      `${arm.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
await bench.load.end();

const machine = {
  cpus: cpus().length,
  model: cpus()[0]?.model ?? '',
  node: process.version,
  platform: process.platform,
};
if (values.json) {
  const judged = rows.map((row) => ({ ...row, ratio: ratioOf(row), ok: meets(row) }));
  console.log(JSON.stringify({ date: new Date().toISOString(), machine, rows: judged }, undefined, 2));
} else {
  console.log(tableOf(rows));
  console.log(`\n${machine.cpus} cores, Node ${machine.node}, ${machine.platform}; medians of ${bench.rounds} rounds.`);
}
if (values.strict && !rows.every(meets)) process.exitCode = 1;
// Programs of an arm that failed end when this process does.
process.exit();
