/** `gradus experiments`, `gradus runs` and `gradus lineage` on a plane: what they print, and what they refuse. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@gradus/experiments';
import { withPlane } from '@gradus/plane/testing';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, verbsOn } from '../testing/verbs-on.ts';

const plane = withPlane();
let folder: string;
const gradus = verbsOn(plane, () => folder);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-verbs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('before there is anything', () => {
  it('they say what makes the first', async () => {
    expect((await gradus('experiments')).text).toContain('no experiment yet: gradus publish <model>');
    await expect(gradus('experiments', 'churn')).rejects.toMatchObject({
      code: 'EXPERIMENT_UNKNOWN',
      remedy: 'There is none yet: gradus publish <model> makes one.',
    });
    await expect(gradus('runs', 'churn')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    await expect(gradus('lineage', 'churn')).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
  });
});

describe('with runs', () => {
  beforeAll(async () => {
    for (const [name, rate] of [
      ['slow', 0.1],
      ['fast', 0.5],
    ] as const) {
      await run(
        { experiment: 'spec-churn', name, clients: plane.clients(), environment, journal: join(folder, 'journal') },
        (opened) => {
          opened.logParameters({ rate, optimizer: 'adam' });
          for (let step = 0; step < 20; step += 1) opened.logMetric('loss', 1 / (1 + rate * step), { step });
        },
      );
    }
  });

  it('experiments: lists them, and the runs of one, by a metric', async () => {
    expect((await gradus('experiments')).text).toMatch(/^EXPERIMENT .*\nspec-churn +20/);
    const { text } = await gradus('experiments', 'spec-churn', '--sort', 'loss', '--ascending');
    expect(text).toMatch(/^RUN +STATUS +STARTED +loss +rate\nfast +Completed .* 0\.5\nslow +Completed .* 0\.1\n/);
    expect(text).toContain('The same: optimizer=adam');
    const byModel = await gradus('experiments', 'churn', '--sort', 'loss', '--limit', '1');
    expect(byModel.value).toMatchObject({ experiment: 'spec-churn', runs: [{ name: 'slow' }] });
  });

  it('experiments: suggests the near match', async () => {
    await expect(gradus('experiments', 'spec-chrun')).rejects.toMatchObject({ remedy: 'Did you mean "spec-churn"?' });
    await expect(gradus('experiments', 'churn', '--sort', 'los')).rejects.toMatchObject({
      code: 'METRIC_UNKNOWN',
      remedy: 'Did you mean "loss"?',
    });
    await expect(gradus('experiments', '--limit', '101')).rejects.toMatchObject({ code: 'USAGE_OPTION' });
  });

  it('runs: lists, with who and how long', async () => {
    expect((await gradus('runs', 'churn')).text).toMatch(
      /^RUN +STATUS +STARTED +DURATION +BY +loss\nfast +Completed +20.*s +\S+ +0\.0952381\nslow /,
    );
  });

  it('runs: compares by names and ends of names', async () => {
    const { text } = await gradus('runs', 'churn', '--compare', 'slow', 'fast');
    expect(text).toMatch(/^parameter rate +0\.1 +0\.5$/m);
    await expect(gradus('runs', 'churn', '--compare', 'slow')).rejects.toMatchObject({ code: 'USAGE_ARGUMENT' });
    await expect(gradus('runs', 'churn', '--compare', 'slow', 'fats')).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
      remedy: 'Did you mean "fast"?',
    });
  });

  it('runs: shows one, its metric plotted by step', async () => {
    const { text, value } = await gradus('runs', 'spec-churn-slow');
    expect(text).toMatch(/^loss +0\.344828 +0\.344828 +1 +\S+ +20$/m);
    expect(text).toMatch(/^loss by step\n +1 ┤[⠀-⣿]+\n/m);
    expect(value).toMatchObject({ displayName: 'slow', series: { loss: { steps: { length: 20 } } } });
  });
});

describe('lineage', () => {
  it('draws a version, and writes an SVG', async () => {
    writeFileSync(join(folder, 'weights.bin'), 'weights');
    const archive = join(folder, 'model.tar.gz');
    await create({ gzip: true, file: archive, cwd: folder }, ['weights.bin']);
    await gradus('register', 'churn', archive);
    const svg = join(folder, 'lineage.svg');
    const { text, value } = await gradus('lineage', 'churn', '1', '--svg', svg);
    expect(text).toMatch(/^■ +version +churn version 1 ◀$/m);
    expect(text).toContain(`Written to ${svg}`);
    const nowhere = join(folder, 'nowhere/lineage.svg');
    await expect(gradus('lineage', 'churn', '1', '--svg', nowhere)).rejects.toMatchObject({
      code: 'REPORT_UNWRITABLE',
    });
    expect(value).toMatchObject({ start: expect.stringContaining('/churn/1') as string, svg });
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    await expect(gradus('lineage', 'churn', 'endpoint')).rejects.toMatchObject({ code: 'NOT_DEPLOYED' });
  });
});
