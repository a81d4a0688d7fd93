import { DescribeModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { registerVersion } from './publish.ts';
import { readJournal } from './journal/journal.ts';
import { moveToStage } from './stage.ts';
import { mayMove } from './stages.ts';
import { registryOn } from './testing/registry-on.ts';
import { versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();
const registry = () => registryOn(plane.clients());
const register = (group: string) => registerVersion(plane.clients(), versionToRegister(group, group));

describe('moveToStage', () => {
  it('moves a version along, in AWS’s own field', async () => {
    const made = await register('films');
    const staged = await moveToStage(registry(), made, { stage: 'Staging', why: 'to be tried' });
    expect(staged.stage).toMatchObject({
      name: 'Staging',
      status: 'InProgress',
      why: 'to be tried',
      by: made.createdBy,
    });
    const approved = await moveToStage(registry(), staged, { stage: 'Staging', status: 'Approved', why: 'it held' });
    const produced = await moveToStage(registry(), approved, { stage: 'Production', why: 'go' });
    expect(
      await plane.clients().sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: produced.arn })),
    ).toMatchObject({ ModelLifeCycle: { Stage: 'Production', StageStatus: 'InProgress', StageDescription: 'go' } });
    expect(produced.facts).toEqual(made.facts);
  });

  it('goes only where the stages lead, and says where that is', async () => {
    const made = await register('led');
    await expect(moveToStage(registry(), made, { stage: 'Production', why: 'now' })).rejects.toMatchObject({
      code: 'STAGE_TRANSITION',
      message: 'version 1 of led cannot go from None to Production',
      allowed: ['Development', 'Staging', 'Archived'],
    });
  });

  it('knows the stages and the statuses that there are', async () => {
    const made = await register('known');
    await expect(moveToStage(registry(), made, { stage: 'Stagin', why: 'x' })).rejects.toMatchObject({
      code: 'STAGE_UNKNOWN',
      remedy: 'Did you mean "Staging"?',
    });
    await expect(
      moveToStage(registry(), made, { stage: 'Staging', status: 'Aproved', why: 'x' }),
    ).rejects.toMatchObject({ code: 'STAGE_STATUS_UNKNOWN', remedy: 'Did you mean "Approved"?' });
    await expect(moveToStage(registry(), made, { stage: 'Staging', why: '' })).rejects.toMatchObject({
      code: 'REASON_INVALID',
    });
  });

  it('lets only those move who may', async () => {
    const made = await register('guarded');
    const stages = [{ name: 'Live', from: ['None'], by: ['arn:aws:sts::*:assumed-role/releaser/*'] }];
    await expect(moveToStage(registry(), made, { stage: 'Live', why: 'x', stages })).rejects.toMatchObject({
      code: 'STAGE_FORBIDDEN',
      got: made.createdBy,
      allowed: stages[0]!.by,
    });
    expect(mayMove(stages[0]!, 'arn:aws:sts::111111111111:assumed-role/releaser/ann')).toBe(true);
    expect(mayMove(stages[0]!, 'arn:aws:sts::111111111111:assumed-role/other/releaser')).toBe(false);
    expect(mayMove({ name: 'Any', from: [] }, 'anybody')).toBe(true);
  });

  it('records the very same move once, and a new reason anew', async () => {
    const made = await register('repeated');
    const moved = await moveToStage(registry(), made, { stage: 'Staging', why: 'try' });
    expect(await moveToStage(registry(), moved, { stage: 'Staging', why: 'try' })).toEqual(moved);
    expect(await readJournal(registry(), 'repeated')).toHaveLength(1);
    await moveToStage(registry(), moved, { stage: 'Staging', why: 'try again' });
    expect(await readJournal(registry(), 'repeated')).toHaveLength(2);
  });

  it('does not move what somebody else moved since', async () => {
    const made = await register('moved');
    await moveToStage(registry(), made, { stage: 'Staging', why: 'first' });
    await expect(moveToStage(registry(), made, { stage: 'Archived', why: 'second' })).rejects.toMatchObject({
      code: 'STAGE_CONFLICT',
      message: 'somebody moved version 1 of moved to Staging (InProgress) meanwhile',
    });
  });
});
