/** Level 0 on the command line: a version is published, judged, served, and replaced under load. */
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { waitFor } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, runProgram } from './gradus-command.ts';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 120_000;
let workspace: ScratchWorkspace;
beforeAll(async () => {
  workspace = await scratchWorkspace('films');
  await workspace.gradus.json('up', '--port', '0');
}, SECONDS);
afterAll(() => workspace.end(), SECONDS);

const refused = async (args: readonly string[], code: string, ...said: string[]): Promise<void> => {
  const ended = await workspace.gradus(...args);
  expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`error ${code}: `) });
  for (const text of said) expect(ended.stderr).toContain(text);
  expect(ended.stderr).not.toContain('    at ');
};

describe('before anything is published', () => {
  it('has no version, and says what makes one', async () => {
    expect(await workspace.gradus('versions', 'films')).toMatchObject({
      code: 0,
      stdout: 'films has no version yet: gradus publish films\n',
    });
    expect(await workspace.gradus.json('versions', 'films')).toEqual([]);
    await refused(['show', 'films'], 'GROUP_NOT_FOUND', '`gradus publish films` makes its first version.');
    await refused(['deploy', 'films'], 'GROUP_NOT_FOUND');
    await refused(['predict', 'films', '{"user": 1}'], 'NOT_DEPLOYED', '`gradus deploy films`');
  });
});

describe('the first version', () => {
  it(
    'is published: the notebook runs as a job, its log is shown, its result waits for approval',
    async () => {
      const ended = await workspace.gradus('publish', 'films');
      expect(ended).toMatchObject({ code: 0 });
      for (const said of [
        'code: bundling films',
        'training job: films-',
        '| films at work',
        'Completed',
        'registering: films',
      ]) {
        expect(ended.stderr).toContain(said);
      }
      expect(ended.stderr).toMatch(/if this command is cut off: gradus publish films --resume films-[0-9a-f-]+/);
      expect(ended.stdout).toContain('Version 1 waits for approval: gradus approve films 1 --why "…"');
    },
    SECONDS,
  );

  it('is listed and shown with everything that it carries', async () => {
    const commit = (await runProgram('git', ['rev-parse', 'HEAD'], workspace.folder)).stdout.trim();
    expect(await workspace.gradus.json('show', 'films')).toMatchObject({
      group: 'films',
      version: 1,
      status: 'PendingManualApproval',
      facts: { commit, dirty: false, seed: 1, metrics: { quality: 0.9 }, dataset: { name: 'ratings' } },
      parameters: { seed: 1, quality: 0.9 },
      signature: { input: { required: ['user'] } },
      missedGates: [],
      serving: false,
    });
    const listed = await workspace.gradus('versions', 'films');
    expect(listed.stdout).toMatch(
      /^VERSION +STATUS +CREATED +quality +DATA +COMMIT +DECISION\n1 +PendingManualApproval /,
    );
    expect(listed.stdout).toContain(` ${commit.slice(0, 8)} `);
  });

  it('is not served before somebody approved it, nor once somebody rejected it', async () => {
    await refused(['deploy', 'films'], 'VERSION_NONE_APPROVED', 'gradus approve films 1 --why');
    await refused(['deploy', 'films', '1'], 'VERSION_NOT_APPROVED', 'version 1 of films is PendingManualApproval');
    expect(await workspace.gradus('reject', 'films', '1', '--why', 'half a day of data')).toMatchObject({
      code: 0,
      stdout: 'Version 1 of films is Rejected.\n',
    });
    await refused(['deploy', 'films', 'latest'], 'VERSION_NOT_APPROVED', 'version 1 of films is Rejected');
    expect((await workspace.gradus('versions', 'films', '--status', 'rejected')).stdout).toContain(
      'root: half a day of data',
    );
    expect(await workspace.gradus('versions', 'films', '--status', 'approved')).toMatchObject({
      stdout: 'No version of films is approved.\n',
    });
  });

  it(
    'is served once approved',
    async () => {
      expect(await workspace.gradus.json('approve', 'films', 'latest', '--why', 'good after all')).toMatchObject({
        status: 'Approved',
        decision: { by: 'arn:aws:iam::000000000000:user/root', why: 'good after all' },
      });
      const deployed = await workspace.gradus('deploy', 'films');
      expect(deployed).toMatchObject({ code: 0, stderr: 'endpoint films: Creating\nendpoint films: InService\n' });
      expect(deployed.stdout).toContain('Endpoint films serves version 1.');
      expect(await workspace.gradus.json('deploy', 'films')).toMatchObject({ version: 1, changed: false });
      expect(await workspace.gradus.json('show', 'films', 'approved')).toMatchObject({ version: 1, serving: true });
    },
    SECONDS,
  );

  it('predicts from the command line, a file and standard input', async () => {
    expect(await workspace.gradus.json('predict', 'films', '{"user": 8}')).toEqual({
      model: 'films',
      version: 1,
      output: { user: 8, film: 'film 1', seed: 1 },
      latencyMs: expect.any(Number),
    });
    workspace.write('input.json', '{"user": 9}');
    expect(await workspace.gradus.json('predict', 'films', '@input.json')).toMatchObject({ output: { user: 9 } });
  });

  it('refuses input that does not fit, before it is sent', async () => {
    await refused(['predict', 'films', '{"user": "ann", "age": 3}'], 'INPUT_INVALID', '/user: must be integer', 'age');
    await refused(['predict', 'films', '{user: 1}'], 'INPUT_UNREADABLE', 'Put JSON in single quotes');
    await refused(['predict', 'films', '@nowhere.json'], 'INPUT_UNREADABLE', 'nowhere.json');
  });

  it('has logs: of its job and its endpoint', async () => {
    const logs = await workspace.gradus('logs', 'films');
    expect(logs).toMatchObject({ code: 0, stderr: '' });
    expect(logs.stdout).toMatch(/^films-\S+ {2}films at work$/m);
    expect(logs.stdout).toMatch(/^films {2}model loaded$/m);
    const lines = (await workspace.gradus('logs', 'films', '--json')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ message: 'films at work' }),
    );
  });
});

describe('the next version', () => {
  it(
    'is not served when it misses a gate, and the endpoint goes on',
    async () => {
      await workspace.gradus.json('publish', 'films', '--param', 'quality=0.1');
      await workspace.gradus.json('approve', 'films', '2', '--why', 'let us see');
      await refused(
        ['deploy', 'films'],
        'GATE_MISSED',
        'version 2 of films misses quality is 0.1, at least 0.5 is asked',
      );
      expect((await workspace.gradus('show', 'films')).stdout).toMatch(
        /^gates +quality is 0.1, at least 0.5 is asked$/m,
      );
      expect(await workspace.gradus.json('predict', 'films', '{"user": 1}')).toMatchObject({ version: 1 });
    },
    SECONDS,
  );

  it(
    'replaces the first under load, without a lost request',
    async () => {
      await workspace.gradus.json('publish', 'films', '--param', 'seed=3');
      await workspace.gradus.json('approve', 'films', '3', '--why', 'another seed');
      const { runtime } = await workspace.clients();
      const request = { EndpointName: 'films', ContentType: 'application/json', Body: '{"user": 1}' };
      const seeds: number[] = [];
      const stop = new AbortController();
      const load = Array.from({ length: 8 }, async () => {
        while (!stop.signal.aborted) {
          const { Body } = await runtime.send(new InvokeEndpointCommand(request));
          seeds.push((JSON.parse(Buffer.from(Body).toString()) as { seed: number }).seed);
        }
      });
      await waitFor(() => seeds.length > 50);
      expect(await workspace.gradus.json('deploy', 'films', '3')).toMatchObject({ version: 3, changed: true });
      const replaced = seeds.length;
      await waitFor(() => seeds.length > replaced + 50);
      stop.abort();
      await Promise.all(load);
      expect(seeds.slice(0, 50)).toEqual(Array(50).fill(1));
      expect(seeds.slice(replaced + 8).every((seed) => seed === 3)).toBe(true);
    },
    SECONDS,
  );

  it(
    'is what Nx targets show too',
    async () => {
      cpSync(join(REPOSITORY, 'nx.json'), join(workspace.folder, 'nx.json'));
      symlinkSync(join(REPOSITORY, 'tools'), join(workspace.folder, 'tools'));
      const nx = join(REPOSITORY, 'node_modules/nx/dist/bin/nx.js');
      const ended = await runProgram(process.execPath, [nx, 'run', 'films:versions', '--json'], workspace.folder, {
        NX_DAEMON: 'false',
      });
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toContain((await workspace.gradus('versions', 'films', '--json')).stdout.trim());
    },
    SECONDS,
  );
});

describe('the plane', () => {
  it('shows where it is, and ends', async () => {
    const status = await workspace.gradus.json('status');
    expect(status).toMatchObject({ running: true, accounts: [{ account: '000000000000' }] });
    expect((await workspace.gradus('env')).stdout).toContain(`export AWS_ENDPOINT_URL='${String(status['url'])}'`);
    expect(await workspace.gradus.json('down')).toEqual({ stopped: true, pid: status['pid'] });
    expect(await workspace.gradus('down')).toMatchObject({ code: 0, stdout: 'No plane runs.\n' });
  });

  it('keeps what it had, when a verb starts it again, and the endpoint answers', async () => {
    const ended = await workspace.gradus('predict', 'films', '{"user": 2}', '--json');
    expect(JSON.parse(ended.stdout)).toMatchObject({ version: 3, output: { user: 2 } });
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/^started the plane at http:/) });
    expect(await workspace.gradus.json<object[]>('versions', 'films')).toHaveLength(3);
  });
});
