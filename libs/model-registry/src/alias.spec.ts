import { DeleteModelPackageCommand, DeleteModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { findVersion, listAliases, removeAlias, setAlias } from './alias.ts';
import { registerVersion } from './publish.ts';
import { registryOn } from './testing/registry-on.ts';
import { versionToRegister } from './testing/version-to-register.ts';
import type { ModelVersion } from './version.ts';

const plane = withPlane();
const registry = () => registryOn(plane.clients());
const register = async (group: string, count = 1): Promise<ModelVersion[]> => {
  const made: ModelVersion[] = [];
  for (let number = 1; number <= count; number += 1) {
    made.push(await registerVersion(plane.clients(), versionToRegister(group, `${group}-${number}`)));
  }
  return made;
};

describe('aliases', () => {
  it('are none before the first, not even a bucket', async () => {
    await register('none');
    expect(await listAliases(registryOn(plane.clients(), 'no-such-bucket'), 'none')).toEqual([]);
  });

  it('move from version to version, with who, when and why', async () => {
    const [first, second] = await register('films', 2);
    await setAlias(registry(), first!, 'champion', 'the first');
    await setAlias(registry(), second!, 'challenger', 'newer data');
    const moved = await setAlias(registry(), second!, 'champion', 'beats it');
    expect(moved).toMatchObject({ name: 'champion', version: 2, why: 'beats it', by: second!.createdBy });
    expect(await listAliases(registry(), 'films')).toEqual([
      expect.objectContaining({ name: 'challenger', version: 2 }),
      moved,
    ]);
    expect((await findVersion(registry(), 'films', 'champion')).arn).toBe(second!.arn);
    expect((await findVersion(registry(), 'films', '1')).version).toBe(1);
    // Where it is already, it stays: who moved it there is not forgotten.
    expect(await setAlias(registry(), second!, 'champion', 'again')).toEqual(moved);
  });

  it('are removed', async () => {
    const [version] = await register('gone');
    await setAlias(registry(), version!, 'champion', 'first');
    await expect(removeAlias(registry(), 'gone', 'champoin', 'mistyped')).rejects.toMatchObject({
      code: 'ALIAS_UNKNOWN',
      remedy: 'Did you mean "champion"?',
    });
    await removeAlias(registry(), 'gone', 'champion', 'retired');
    expect(await listAliases(registry(), 'gone')).toEqual([]);
    await expect(findVersion(registry(), 'gone', 'champion')).rejects.toMatchObject({ code: 'VERSION_UNKNOWN' });
  });

  it('name the near match', async () => {
    const [version] = await register('near');
    await setAlias(registry(), version!, 'champion', 'first');
    await expect(findVersion(registry(), 'near', 'champon')).rejects.toMatchObject({
      code: 'VERSION_UNKNOWN',
      allowed: ['1', 'latest', 'approved', 'champion'],
      remedy: 'Did you mean "champion"?',
    });
  });

  it.each(['latest', 'approved', '3', 'Champion', '-x', 'x'.repeat(64)])('cannot be %j', async (name) => {
    const [version] = await register('names');
    await expect(setAlias(registry(), version!, name, 'why')).rejects.toMatchObject({ code: 'ALIAS_INVALID' });
  });

  it('do not pass to a version of a group that was made anew', async () => {
    const [version] = await register('anew');
    await setAlias(registry(), version!, 'champion', 'first');
    const { sagemaker } = plane.clients();
    await sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: version!.arn }));
    expect(await listAliases(registry(), 'anew')).toEqual([]);
    await sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'anew' }));
    plane.clock.set({ time: plane.clock.now() + 1000 });
    await registerVersion(plane.clients(), versionToRegister('anew', 'anew-again'));
    expect(await listAliases(registry(), 'anew')).toEqual([]);
  });
});
