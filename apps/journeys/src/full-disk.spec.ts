/** A disk that is full: the command says so, and what was kept before is whole. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 120_000;
const MOUNT = 'mount -t tmpfs -o size=30m tmpfs /mnt';
const NAMESPACE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
const canMount = spawnSync('unshare', [...NAMESPACE, 'sh', '-c', MOUNT]).status === 0;

describe.skipIf(!canMount)('a full disk (skipped where no mount namespace is permitted)', () => {
  let workspace: ScratchWorkspace;
  let holder: ChildProcess;

  beforeAll(async () => {
    // The process keeps the small file system mounted; others reach it under /proc.
    holder = spawn('unshare', [...NAMESPACE, 'sh', '-c', `${MOUNT} && echo mounted && exec cat`]);
    await once(holder.stdout!, 'data');
    workspace = await scratchWorkspace('films');
    mkdirSync(join(workspace.folder, '.gradus'), { mode: 0o700 });
    symlinkSync(`/proc/${holder.pid}/root/mnt`, join(workspace.folder, '.gradus/objects'));
    await workspace.gradus.json('up', '--port', '0');
  }, SECONDS);
  afterAll(async () => {
    await workspace.end();
    holder.stdin?.end();
  }, SECONDS);

  it(
    'refuses what does not fit, keeps the old objects and versions, and goes on once there is room',
    async () => {
      const { s3 } = await workspace.clients();
      const old = { Bucket: 'films', Key: 'old' };
      await s3.send(new CreateBucketCommand({ Bucket: 'films' }));
      await s3.send(new PutObjectCommand({ ...old, Body: 'the old object' }));
      await workspace.gradus.json('publish', 'films');

      workspace.write('ratings/ratings.csv', Buffer.alloc(40e6, 'one line of ratings\n'));
      const ended = await workspace.gradus('publish', 'films', '--data', 'ratings=ratings');
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toMatch(/^error ServiceUnavailable: AWS answered ServiceUnavailable: /m);
      expect(ended.stderr).not.toContain('    at ');
      await expect(s3.send(new PutObjectCommand({ ...old, Body: Buffer.alloc(32e6) }))).rejects.toMatchObject({
        name: 'ServiceUnavailable',
      });

      expect(await (await s3.send(new GetObjectCommand(old))).Body!.transformToString()).toBe('the old object');
      expect(await workspace.gradus.json('versions', 'films')).toHaveLength(1);
      expect((await workspace.gradus('logs')).stdout).toContain('ENOSPC');
      expect(await workspace.gradus.json('publish', 'films', '--param', 'seed=2')).toMatchObject({ version: 2 });
    },
    SECONDS,
  );
});
