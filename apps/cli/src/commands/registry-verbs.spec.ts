/** The verbs of the registry, run on a plane: what they print, and what they refuse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withPlane } from '@gradus/plane/testing';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verbsOn } from '../testing/verbs-on.ts';

const plane = withPlane();
let folder: string;
let archive: string;

const gradus = verbsOn(plane, () => folder);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-verbs-'));
  archive = join(folder, 'model.tar.gz');
  writeFileSync(join(folder, 'weights.bin'), 'weights');
  await create({ gzip: true, file: archive, cwd: folder }, ['weights.bin']);
  for (const accuracy of [0.5, 0.75]) {
    const metrics = join(folder, `${accuracy}.json`);
    writeFileSync(metrics, JSON.stringify({ accuracy }));
    await gradus('register', 'churn', archive, '--metrics', metrics);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the verbs of the registry', () => {
  it('register: says what comes next, and that it was there', async () => {
    const { text, value } = await gradus('register', 'churn', archive, '--metrics', join(folder, '0.75.json'));
    expect(value).toMatchObject({ group: 'churn', version: 2, status: 'PendingManualApproval' });
    expect(text).toContain('it was trained elsewhere');
    expect(text).toContain('gradus approve churn 2 --why "…"');
    await expect(gradus('register', 'churn', 'nothing.tar.gz')).rejects.toMatchObject({ code: 'ARCHIVE_NOT_FOUND' });
  });

  it('approve: goes on with it', async () => {
    expect((await gradus('approve', 'churn', '2', '--why', 'good')).text).toContain('gradus deploy churn 2');
  });

  it('alias: sets, lists, removes', async () => {
    expect((await gradus('alias', 'churn')).text).toContain('no alias yet');
    expect((await gradus('alias', 'churn', 'champion', '2', '--why', 'better')).text).toBe(
      'champion of churn is version 2.',
    );
    expect((await gradus('alias', 'churn')).text).toMatch(/champion +2 .*: better$/m);
    await expect(gradus('alias', 'churn', 'challenger', 'champoin')).rejects.toMatchObject({
      code: 'VERSION_UNKNOWN',
      remedy: 'Did you mean "champion"?',
    });
    await expect(gradus('alias', 'churn', 'champion')).rejects.toMatchObject({ code: 'USAGE_ARGUMENT' });
    await gradus('alias', 'churn', 'champion', '--remove');
    expect((await gradus('alias', 'churn')).value).toEqual([]);
  });

  it('stage: moves and lists', async () => {
    const { text } = await gradus('stage', 'churn', '2', 'Staging', '--status', 'Approved', '--why', 'held');
    expect(text).toMatch(/^Version 2 of churn is in Staging \(Approved\), .*: held$/);
    expect((await gradus('stage', 'churn')).text).toMatch(/^1 +None$/m);
    await expect(gradus('stage', 'churn', '2', 'Prodution')).rejects.toMatchObject({
      code: 'STAGE_UNKNOWN',
      remedy: 'Did you mean "Production"?',
    });
  });

  it('compare: one column a version', async () => {
    const { text } = await gradus('compare', 'churn', '1', '2');
    expect(text).toMatch(/^churn +version 1 +version 2$/m);
    expect(text).toMatch(/^metric accuracy +0\.5 +0\.75 \(\+0\.25\)$/m);
    await expect(gradus('compare', 'churn', '1')).rejects.toMatchObject({ code: 'COMPARE_TOO_FEW' });
  });

  it('history: who did what', async () => {
    expect((await gradus('history', 'churn', '2')).text).toMatch(/stage: no stage -> Staging \(Approved\) +held/);
  });

  it('card: shows and saves', async () => {
    expect((await gradus('card', 'churn', '2')).text).toMatch(/model overview model name +churn/);
    expect((await gradus('card', 'churn', '2', '--save')).value).toMatchObject({
      saved: { name: 'churn-v2', version: 1 },
    });
    expect((await gradus('card', 'churn', '2', '--save')).text).toContain(
      'It is already model card churn-v2, version 1',
    );
  });

  it('know no model that neither the workspace nor the registry has', async () => {
    await expect(gradus('alias', 'nobody')).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
  });
});
