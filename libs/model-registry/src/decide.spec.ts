import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { decideVersion } from './decide.ts';
import { registerVersion } from './publish.ts';
import { readVersion } from './read.ts';
import { facts, versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();

describe('decideVersion', () => {
  it('keeps who, when and why, and the facts', async () => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'decide-1'));
    const before = Date.now();
    const approved = await decideVersion(clients, made, 'Approved', 'beats the baseline, 3:1 — “really”');
    expect(approved).toMatchObject({
      status: 'Approved',
      decision: { by: made.createdBy, why: 'beats the baseline, 3:1 — “really”' },
      facts: facts(),
    });
    expect(approved.decision!.at.getTime()).toBeGreaterThanOrEqual(before);
    expect(await readVersion(clients, 'films', '1')).toEqual(approved);
  });

  it('lets the last word stand', async () => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'decide-2'));
    await decideVersion(clients, made, 'Approved', 'good');
    const rejected = await decideVersion(clients, made, 'Rejected', 'half a day of data');
    expect(rejected).toMatchObject({ status: 'Rejected', decision: { why: 'half a day of data' } });
  });

  it.each([
    ['nothing', ''],
    ['blanks', '  \t'],
    ['two lines', 'a\nb'],
    ['1025 characters', 'x'.repeat(1025)],
  ])('takes no %s for a reason, and changes nothing', async (_, why) => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'decide-3'));
    await expect(decideVersion(clients, made, 'Approved', why)).rejects.toMatchObject({
      code: 'REASON_INVALID',
      message: 'an approval needs a reason',
      allowed: ['one line of 1 to 1024 characters'],
    });
    expect((await readVersion(clients, 'films', String(made.version))).status).toBe('PendingManualApproval');
  });

  it('takes a reason of 1024 characters', async () => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'decide-4'));
    expect((await decideVersion(clients, made, 'Rejected', 'é'.repeat(1024))).decision!.why).toHaveLength(1024);
  });
});
