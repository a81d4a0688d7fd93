import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';

describe('GetCallerIdentity', () => {
  const plane = withPlane();

  it('names the user of each account', async () => {
    for (const [account, { accountId }] of plane.accounts.entries()) {
      const identity = await plane.clients(account).sts.send(new GetCallerIdentityCommand({}));
      expect(identity.Account).toBe(accountId);
      expect(identity.Arn).toMatch(new RegExp(`^arn:aws:iam::${accountId}:user/[\\w+=,.@-]+$`));
      expect(identity.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
    }
  });
});
