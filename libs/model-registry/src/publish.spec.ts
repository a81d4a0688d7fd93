import { DescribeModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { registerVersion } from './publish.ts';
import { listVersions } from './read.ts';
import { facts, versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();

describe('registerVersion', () => {
  it('makes the group at the first version, and counts from 1', async () => {
    const clients = plane.clients();
    const first = await registerVersion(clients, versionToRegister('films', 'token-1'));
    const second = await registerVersion(clients, versionToRegister('films', 'token-2'));
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(first).toMatchObject({
      group: 'films',
      arn: 'arn:aws:sagemaker:us-east-1:111111111111:model-package/films/1',
      status: 'PendingManualApproval',
      createdBy: expect.stringMatching(/^arn:aws:iam::111111111111:user\//),
      image: 'gradus/serving:0.1.0',
      artifact: 's3://films/training/model.tar.gz',
      facts: facts(),
    });
    expect(first.decision).toBeUndefined();
  });

  it('answers a repeat with the version that it made', async () => {
    const clients = plane.clients();
    const request = versionToRegister('repeated', 'token-3');
    const first = await registerVersion(clients, request);
    expect(await registerVersion(clients, request)).toEqual(first);
    expect(await listVersions(clients, 'repeated')).toEqual([first]);
  });

  it('makes one group when two are first at once', async () => {
    const clients = plane.clients();
    const made = await Promise.all(
      ['a', 'b'].map((token) => registerVersion(clients, versionToRegister('raced', `token-${token}`))),
    );
    expect(made.map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  it("fills AWS's own fields, so that other tools see where a version came from", async () => {
    const { sagemaker } = plane.clients();
    const { arn } = await registerVersion(plane.clients(), versionToRegister('seen', 'token-4'));
    expect(await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: arn }))).toMatchObject({
      MetadataProperties: {
        CommitId: facts().commit,
        Repository: 'https://example.com/films.git',
        GeneratedBy: 'arn:aws:sagemaker:us-east-1:111111111111:training-job/films-1',
      },
      ModelMetrics: { ModelQuality: { Statistics: { S3Uri: facts().evaluation } } },
    });
  });

  it('refuses what the registry cannot keep, and makes no version', async () => {
    const clients = plane.clients();
    const long = facts({ notebook: `s3://films/${'n'.repeat(256)}` });
    const request = versionToRegister('long', 'token-5', { facts: long });
    await expect(registerVersion(clients, request)).rejects.toMatchObject({ code: 'METADATA_TOO_LARGE' });
    expect(await listVersions(clients, 'long')).toEqual([]);
  });

  it("passes AWS's refusals on", async () =>
    expect(registerVersion(plane.clients(), versionToRegister('not a name', 'token-6'))).rejects.toMatchObject({
      name: 'ValidationException',
    }));
});
