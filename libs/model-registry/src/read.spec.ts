import { CreateModelPackageGroupCommand, DeleteModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { createGroup, createVersion, withPlane } from '@gradus/plane/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideVersion } from './decide.ts';
import { registerVersion } from './publish.ts';
import { listVersions, readVersion } from './read.ts';
import { registryOn } from './testing/registry-on.ts';
import { versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();

beforeAll(async () => {
  const clients = plane.clients();
  for (let number = 1; number <= 13; number += 1) {
    const version = await registerVersion(clients, versionToRegister('films', `films-${number}`));
    if (number === 4 || number === 6) await decideVersion(registryOn(clients), version, 'Approved', 'good');
    if (number === 5) await decideVersion(registryOn(clients), version, 'Rejected', 'bad');
  }
  await registerVersion(clients, versionToRegister('books', 'books-1'));
});

const numbers = (versions: { version: number }[]): number[] => versions.map(({ version }) => version);

describe('listVersions', () => {
  it('lists the newest first, no more than asked for', async () => {
    expect(numbers(await listVersions(plane.clients(), 'films'))).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(numbers(await listVersions(plane.clients(), 'films', { limit: 3 }))).toEqual([13, 12, 11]);
  });

  it('lists those of a status', async () => {
    expect(numbers(await listVersions(plane.clients(), 'films', { status: 'Approved' }))).toEqual([6, 4]);
    expect(numbers(await listVersions(plane.clients(), 'films', { status: 'Rejected' }))).toEqual([5]);
  });

  it('lists none of what was never published', async () =>
    expect(await listVersions(plane.clients(), 'songs')).toEqual([]));

  it('lists none of another account', async () => expect(await listVersions(plane.clients(1), 'films')).toEqual([]));
});

describe('readVersion', () => {
  it.each([
    ['latest', 13],
    ['approved', 6],
    ['2', 2],
  ])('reads %s', async (which, version) =>
    expect(await readVersion(plane.clients(), 'films', which)).toMatchObject({ group: 'films', version }),
  );

  it.each([
    ['99', '`gradus versions films` lists them.'],
    ['0', '`gradus versions films` lists them.'],
    ['v7', 'Did you mean "7"?'],
    ['latets', 'Did you mean "latest"?'],
    ['aproved', 'Did you mean "approved"?'],
  ])('refuses %s with the near match and the newest versions', async (which, remedy) =>
    expect(readVersion(plane.clients(), 'films', which)).rejects.toMatchObject({
      code: 'VERSION_UNKNOWN',
      got: which,
      allowed: ['13', '12', '11', '10', '9', '8', '7', '6', '5', '4', 'latest', 'approved'],
      remedy,
    }),
  );

  it('says that a deleted version is unknown', async () => {
    const { sagemaker } = plane.clients();
    const { arn } = await readVersion(plane.clients(), 'films', '1');
    await sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: arn }));
    await expect(readVersion(plane.clients(), 'films', '1')).rejects.toMatchObject({ code: 'VERSION_UNKNOWN' });
  });

  it('says that none is approved, and how to approve the newest', async () =>
    expect(readVersion(plane.clients(), 'books', 'approved')).rejects.toMatchObject({
      code: 'VERSION_NONE_APPROVED',
      remedy: '`gradus approve books 1 --why "…"` approves the newest.',
    }));

  it('says that nothing was published, with the near match and the groups there are', async () =>
    expect(readVersion(plane.clients(), 'film', 'latest')).rejects.toMatchObject({
      code: 'GROUP_NOT_FOUND',
      allowed: expect.arrayContaining(['books', 'films']),
      remedy: 'Did you mean "films"?',
    }));

  it('does not take an empty group for its own near match', async () => {
    await plane.clients().sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'empty' }));
    await expect(readVersion(plane.clients(), 'empty', 'latest')).rejects.toMatchObject({
      code: 'GROUP_NOT_FOUND',
      remedy: '`gradus publish empty` makes its first version.',
    });
  });

  it('reads a version that Gradus did not publish, without facts', async () => {
    await createGroup(plane.clients(), 'foreign');
    await createVersion(plane.clients(), 'foreign');
    const version = await readVersion(plane.clients(), 'foreign', 'latest');
    expect(version).toMatchObject({ version: 1, image: 'gradus/serving:1' });
    expect(version.facts).toBeUndefined();
  });
});
