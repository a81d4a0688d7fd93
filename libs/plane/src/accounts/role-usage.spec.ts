import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Store } from '../store/store.ts';
import { rolePrincipal, userPrincipal } from './account.ts';
import { ROLE_USAGE_SCHEMA, RoleUsage } from './role-usage.ts';

it('adds up what each role did, and counts no user', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gradus-usage-'));
  const store = new Store(join(dir, 'plane.db'));
  store.migrate(ROLE_USAGE_SCHEMA);
  const usage = new RoleUsage(store);
  const role = rolePrincipal('arn:aws:iam::111111111111:role/service/Trainer', 'job')!;
  usage.count(role, 's3:GetObject', 'arn:aws:s3:::data', 10_000);
  usage.count(role, 's3:GetObject', 'arn:aws:s3:::data', 10_001);
  usage.count(userPrincipal('111111111111', 'AKIA'), 's3:GetObject', 'arn:aws:s3:::data', 10_002);
  usage.flush(10_003);
  usage.count(role, 's3:GetObject', 'arn:aws:s3:::data', 10_004);
  usage.flush(10_005);
  expect(store.all('select * from account_role_usage')).toEqual([
    {
      ...{ account: '111111111111', role: 'Trainer', action: 's3:GetObject', resource: 'arn:aws:s3:::data' },
      ...{ uses: 3, last_used: 10_004 },
    },
  ]);
  store.close();
  rmSync(dir, { recursive: true });
});
