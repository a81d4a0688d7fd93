import { UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { removeAlias, setAlias } from './alias.ts';
import { decideVersion } from './decide.ts';
import { history } from './history.ts';
import { registerVersion } from './publish.ts';
import { moveToStage } from './stage.ts';
import { registryOn } from './testing/registry-on.ts';
import { versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();
const registry = () => registryOn(plane.clients());

describe('history', () => {
  it('tells every change, newest first, with who and why', async () => {
    const first = await registerVersion(plane.clients(), versionToRegister('films', 'films-1'));
    await decideVersion(registry(), first, 'Approved', 'good');
    await moveToStage(registry(), first, { stage: 'Staging', why: 'try' });
    await setAlias(registry(), first, 'champion', 'the best');
    await removeAlias(registry(), 'films', 'champion', 'retired');
    const told = await history(registry(), 'films');
    expect(told.map(({ kind, version, what, why }) => [kind, version, what, why])).toEqual([
      ['alias', undefined, 'champion: version 1 -> nothing', 'retired'],
      ['alias', 1, 'champion: nothing -> version 1', 'the best'],
      ['stage', 1, 'no stage -> Staging (InProgress)', 'try'],
      ['approval', 1, 'PendingManualApproval -> Approved', 'good'],
      ['registered', 1, 'films by training job', undefined],
    ]);
    expect(new Set(told.map(({ by }) => by))).toEqual(new Set([first.createdBy]));
    expect(await history(registry(), 'films', { limit: 2 })).toEqual(told.slice(0, 2));
    expect(await history(registry(), 'films', { version: 1 })).toEqual(told.slice(1));
  });

  it('tells what another tool changed, and that it did', async () => {
    const made = await registerVersion(plane.clients(), versionToRegister('shared', 'shared-1'));
    await decideVersion(registry(), made, 'Approved', 'good');
    await plane.clients().sagemaker.send(
      new UpdateModelPackageCommand({
        ModelPackageArn: made.arn,
        ModelApprovalStatus: 'Rejected',
        ModelLifeCycle: { Stage: 'QA', StageStatus: 'OnHold' },
      }),
    );
    const elsewhere = (await history(registry(), 'shared')).filter((event) => event.elsewhere);
    expect(elsewhere.map(({ what }) => what)).toEqual(['Approved -> Rejected', 'no stage -> QA (OnHold)']);
  });
});
