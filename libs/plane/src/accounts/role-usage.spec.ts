import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Store } from '../store/store.ts';
import { rolePrincipal, userPrincipal } from './account.ts';
import { ROLE_USAGE_SCHEMA, RoleUsage } from './role-usage.ts';

it('adds up what each role did, counts no user, and lists by account', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gradus-usage-'));
  const store = new Store(join(dir, 'plane.db'));
  store.migrate(ROLE_USAGE_SCHEMA);
  const fail = (error: unknown): never => {
    throw error;
  };
  const usage = new RoleUsage(store, fail);
  const role = rolePrincipal('arn:aws:iam::111111111111:role/service/Trainer', 'job')!;
  const other = rolePrincipal('arn:aws:iam::222222222222:role/Trainer', 'job')!;
  usage.count(role, 's3:GetObject', 'arn:aws:s3:::data/*', 10_000);
  usage.count(role, 's3:GetObject', 'arn:aws:s3:::data/*', 10_001);
  usage.count(other, 's3:GetObject', 'arn:aws:s3:::others/*', 10_001);
  usage.count(userPrincipal('111111111111', 'AKIA'), 's3:GetObject', 'arn:aws:s3:::data/*', 10_002);
  usage.flush();
  usage.count(role, 's3:GetObject', 'arn:aws:s3:::data/*', 10_004);
  usage.count(role, 's3:ListBuckets', '*', 10_005);
  const got = { role: 'Trainer', action: 's3:GetObject', resource: 'arn:aws:s3:::data/*', uses: 3, lastUsed: 10_004 };
  const listed = { role: 'Trainer', action: 's3:ListBuckets', resource: '*', uses: 1, lastUsed: 10_005 };
  expect(usage.list('111111111111', { most: 10 })).toEqual([got, listed]);
  expect(usage.list('111111111111', { role: 'Trainer', most: 1 })).toEqual([got]);
  expect(usage.list('111111111111', { after: [got.role, got.action, got.resource], most: 10 })).toEqual([listed]);
  expect(usage.list('111111111111', { role: 'Other', most: 10 })).toEqual([]);
  usage.close();
  store.close();
  rmSync(dir, { recursive: true });
});
