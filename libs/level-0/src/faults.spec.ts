/**
 * Every durable write of the verbs is a point at which the plane, or the client, is killed. After each, what was acknowledged is
 * there, a repeat completes, and nothing tells it from a verb that was never cut off.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { isUnreachable } from '@gradus/aws';
import { isGradusError } from '@gradus/core';
import { describeEndpoint } from '@gradus/deployment';
import { killablePlane, waitFor, type KillablePlane } from '@gradus/plane/testing';
import { filmsWorkspace, imageRules, type FilmsWorkspace } from '@gradus/training/testing';
import { build } from 'esbuild';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledging, requireThere, type Acknowledgement } from './testing/acknowledgements.ts';
import { contextOf, faultVerbs, type FaultVerb, type Scene } from './testing/fault-verbs.ts';
import { look } from './testing/look.ts';
import { runClient, type ClientRun } from './testing/run-client.ts';
import type { Level0Context } from './context.ts';

const MINUTES = 600_000;
const NEVER = 0;
let plane: KillablePlane;
let workspace: FilmsWorkspace;
let bundle: string;
let program: string;

beforeAll(async () => {
  workspace = filmsWorkspace();
  const signature = { input: { type: 'object' }, output: {} };
  workspace.write('weights/signature.json', JSON.stringify(signature));
  const cwd = join(workspace.folder, 'weights');
  await create({ gzip: true, file: join(workspace.folder, 'model.tar.gz'), cwd, portable: true }, ['signature.json']);
  const dist = join(import.meta.dirname, '../dist');
  mkdirSync(dist, { recursive: true });
  bundle = mkdtempSync(join(dist, 'faults-'));
  program = join(bundle, 'client.mjs');
  const bundled = build({
    entryPoints: [join(import.meta.dirname, 'testing/client-process.ts')],
    outfile: program,
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    conditions: ['@gradus/source'],
    external: ['@aws-sdk/*', '@smithy/*', 'esbuild', 'tar', 'zeromq'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
  });
  [plane] = await Promise.all([killablePlane(imageRules), bundled]);
});
afterAll(async () => {
  const left = await plane.end();
  for (const end of [() => workspace.end(), () => rmSync(bundle, { recursive: true, force: true })]) end();
  expect(left).toEqual([]);
}, MINUTES);

let scenes = 0;
const newScene = (): Scene => {
  scenes += 1;
  const model = { ...workspace.films.model, name: `films${scenes}` };
  return { films: { ...workspace.films, model }, folder: workspace.folder };
};
const contextNow = (scene: Scene): Level0Context => contextOf(scene, plane.clients());

type Tally = Readonly<Record<string, number>>;

/** A statistic; and the credentials of containers, of which one that is started again gets new ones. */
const NOT_COUNTED = new Set(['account_role_usage', 'account_session']);

/** How many rows and files there are more than before. */
const growth = async (before: Tally): Promise<Record<string, number>> => {
  const now = await tally();
  return Object.fromEntries(
    Object.entries(now)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([name, more]) => more !== 0 && !NOT_COUNTED.has(name)),
  );
};

const filesIn = (...path: readonly string[]): string[] =>
  readdirSync(join(plane.dir, ...path), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );

const tally = async (): Promise<Tally> => ({
  ...(await plane.rows()),
  'files of objects': filesIn('objects').length,
  'temporary files of objects': filesIn('objects', 'tmp').length,
  containers: readdirSync(join(plane.dir, 'jobs')).length,
  'other files': readdirSync(plane.dir).length,
});

const endEndpoint = async (scene: Scene): Promise<void> => {
  const { clients } = contextNow(scene);
  const { name } = scene.films.model;
  if (!(await describeEndpoint(clients, name))) return;
  await clients.sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
  await waitFor(async () => !(await describeEndpoint(clients, name)));
  await plane.atRest();
};

/** What can be seen of the model, and how much the plane's folder grew. */
type Trace = Readonly<Record<string, unknown>>;

const traceOf = async (scene: Scene, before: Tally): Promise<Trace> => {
  const { seen, spare } = await look(scene, contextNow(scene));
  const grown = await growth(before);
  const less = { s3_object: spare.records, 'files of objects': spare.records, sagemaker_trial: spare.trials };
  for (const [name, count] of Object.entries(less)) if (name in grown) grown[name]! -= count;
  return { ...seen, growth: grown };
};

const differences = (trace: Trace, expected: Trace): string[] =>
  Object.keys(expected).flatMap((key) => {
    const [got, wanted] = [trace, expected].map((each) => JSON.stringify(each[key]));
    return got === wanted ? [] : [`${key}: ${got} instead of ${wanted}`];
  });

const isCutOff = (error: Error): boolean =>
  isUnreachable(error) || (isGradusError(error) && error.code === 'PUBLISH_CUT_OFF');

/** What the verb leaves when nothing is killed. */
const undisturbed = async (verb: FaultVerb): Promise<Trace> => {
  const { scene, before } = await set(verb);
  await verb.run(scene, contextNow(scene), () => undefined);
  await plane.atRest();
  const trace = await traceOf(scene, before);
  await endEndpoint(scene);
  return trace;
};

interface Cut extends Pick<ClientRun, 'acknowledged' | 'job'> {
  readonly before: Tally;
  readonly expected: Trace;
}

/** Looks for what was acknowledged, and repeats the verb. @returns what tells it from one that was never cut off */
const faultsOf = async (
  { again, run }: FaultVerb,
  scene: Scene,
  { acknowledged, job, before, expected }: Cut,
): Promise<string[]> => {
  try {
    const context = contextNow(scene);
    for (const one of acknowledged) await requireThere(context.clients, one);
    await (again ? again(scene, context, job) : run(scene, context, () => undefined));
    let found: string[] = [];
    const same = async (): Promise<boolean> => {
      found = differences(await traceOf(scene, before), expected);
      return found.length === 0;
    };
    await waitFor(same, { timeout: 5000, interval: 50 }).catch(() => undefined);
    return found;
  } catch (error) {
    return [inspect(error)];
  }
};

/** A model that is ready for the verb. */
const set = async (verb: FaultVerb): Promise<{ scene: Scene; before: Tally }> => {
  const scene = newScene();
  await verb.prepare?.(scene, contextNow(scene));
  await plane.atRest();
  return { scene, before: await tally() };
};

describe.each(faultVerbs)('$name, cut off and repeated, leaves what it leaves undisturbed', (verb) => {
  let expected: Trace;
  beforeAll(async () => {
    await undisturbed(verb); // makes what all models share: followers' places, the lineage of an image
    expected = await undisturbed(verb);
  }, MINUTES);

  it('after SIGKILL of the plane at any of its durable writes', { timeout: MINUTES }, async ({ annotate }) => {
    const faults: string[] = [];
    const points: string[] = [];
    let unreached = 0;
    for (;;) {
      const { scene, before } = await set(verb);
      const acknowledged: Acknowledgement[] = [];
      let job: string | undefined;
      const context = contextNow(scene);
      const stop = acknowledging(context.clients, (one) => acknowledged.push(one));
      await plane.arm(points.length + 1);
      const refusal = await verb
        .run(scene, context, (told) => (job = told))
        .then(
          () => undefined,
          (error: unknown) => error as Error,
        );
      stop();
      await plane.atRest();
      if (!plane.killed) {
        await plane.arm(NEVER);
        await endEndpoint(scene);
        if (refusal) throw refusal;
        // Writes of one moment share a commit or do not: one run that is shorter does not tell that there are no more.
        unreached += 1;
        if (unreached === 2) break;
        continue;
      }
      unreached = 0;
      points.push(`${points.length + 1} ${plane.points.at(-1)}`);
      const found = refusal && !isCutOff(refusal) ? [inspect(refusal)] : [];
      await plane.restart();
      found.push(...(await faultsOf(verb, scene, { acknowledged, job, before, expected })));
      faults.push(...found.map((fault) => `${points.at(-1)}: ${fault}`));
      await endEndpoint(scene);
    }
    await annotate(`${points.length} points: ${points.join('; ')}`);
    expect(faults).toEqual([]);
    expect(points).not.toEqual([]);
  });

  it('after SIGKILL of the client at any answer to a change', { timeout: MINUTES }, async ({ annotate }) => {
    const faults: string[] = [];
    const { url: endpoint, credentials } = plane;
    for (let killAt = 1; ; killAt += 1) {
      const { scene, before } = await set(verb);
      const run = await runClient(program, { verb: verb.name, scene, endpoint, credentials, killAt });
      const found = run.killed ? await faultsOf(verb, scene, { ...run, before, expected }) : [];
      faults.push(...found.map((fault) => `${killAt} ${run.acknowledged.at(-1)?.operation}: ${fault}`));
      await endEndpoint(scene);
      if (run.killed) continue;
      await annotate(`${killAt - 1} points: ${run.acknowledged.map(({ operation }) => operation).join('; ')}`);
      break;
    }
    expect(faults).toEqual([]);
  });
});
