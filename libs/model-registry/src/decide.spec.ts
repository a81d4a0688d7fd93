import { UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { decideVersion } from './decide.ts';
import { referenceTo } from './journal/entry.ts';
import { appendEntry, readJournal } from './journal/journal.ts';
import { registerVersion } from './publish.ts';
import { readVersion } from './read.ts';
import { registryOn } from './testing/registry-on.ts';
import { facts, versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();

describe('decideVersion', () => {
  it('keeps who, when and why, and the facts', async () => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'decide-1'));
    const before = Date.now();
    const approved = await decideVersion(registryOn(clients), made, 'Approved', 'beats the baseline, 3:1 — “really”');
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
    const approved = await decideVersion(registryOn(clients), made, 'Approved', 'good');
    const rejected = await decideVersion(registryOn(clients), approved, 'Rejected', 'half a day of data');
    expect(rejected).toMatchObject({ status: 'Rejected', decision: { why: 'half a day of data' } });
  });

  it('records the very same decision once, a new reason anew, and decides again what another tool undid', async () => {
    const { sagemaker } = plane.clients();
    const registry = registryOn(plane.clients());
    const made = await registerVersion(plane.clients(), versionToRegister('repeated', 'decide-6'));
    const approved = await decideVersion(registry, made, 'Approved', 'good');
    expect(await decideVersion(registry, approved, 'Approved', 'good')).toEqual(approved);
    expect(await readJournal(registry, 'repeated')).toHaveLength(1);
    const better = await decideVersion(registry, approved, 'Approved', 'better');
    expect(better.decision!.why).toBe('better');
    await sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: made.arn, ModelApprovalStatus: 'Rejected' }));
    const undone = await readVersion(plane.clients(), 'repeated', '1');
    expect(await decideVersion(registry, undone, 'Approved', 'better')).toMatchObject({ status: 'Approved' });
    expect(await readJournal(registry, 'repeated')).toHaveLength(3);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '  \t'],
    ['two lines', 'a\nb'],
    ['1025 characters', 'x'.repeat(1025)],
  ])('takes no %s for a reason, and changes nothing', async (_, why) => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'decide-3'));
    await expect(decideVersion(registryOn(clients), made, 'Approved', why)).rejects.toMatchObject({
      code: 'REASON_INVALID',
      message: 'an approval needs a reason',
      allowed: ['one line of 1 to 1024 characters'],
    });
    expect((await readVersion(clients, 'films', String(made.version))).status).toBe('PendingManualApproval');
  });

  it('takes a reason of 1024 characters', async () => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'decide-4'));
    expect((await decideVersion(registryOn(clients), made, 'Rejected', 'é'.repeat(1024))).decision!.why).toHaveLength(
      1024,
    );
  });

  it('does not overwrite what somebody decided since', async () => {
    const registry = registryOn(plane.clients());
    const made = await registerVersion(plane.clients(), versionToRegister('films', 'decide-5'));
    await decideVersion(registry, made, 'Rejected', 'half a day of data');
    await expect(decideVersion(registry, made, 'Approved', 'good')).rejects.toMatchObject({
      code: 'DECISION_CONFLICT',
      message: `somebody decided on version ${made.version} of films meanwhile: it is Rejected`,
      got: `${made.createdBy}: half a day of data`,
      remedy: expect.stringContaining(`gradus show films ${made.version}`) as string,
    });
    expect((await readVersion(plane.clients(), 'films', String(made.version))).status).toBe('Rejected');
  });

  it.each([
    ['completed by a repeat', 'good', 'Approved', undefined],
    ['brought to its end by who decides otherwise, and told', 'bad', 'Rejected', 'DECISION_CONFLICT'],
  ] as const)('that was cut off is %s', async (name, why, verdict, code) => {
    const registry = registryOn(plane.clients());
    const made = await registerVersion(plane.clients(), versionToRegister('cut', name.slice(0, 9).replace(' ', '-')));
    // What a process leaves that dies before it updates the package.
    await appendEntry(registry, 'cut', { by: made.createdBy, why: 'good' }, () => ({
      kind: 'approval',
      from: made.status,
      to: 'Approved',
      ...referenceTo(made),
    }));
    const repeat = decideVersion(registry, made, verdict, why);
    await (code ? expect(repeat).rejects.toMatchObject({ code }) : repeat);
    const settled = await readVersion(plane.clients(), 'cut', String(made.version));
    expect(settled).toMatchObject({ status: 'Approved', decision: { why: 'good' } });
    expect(await decideVersion(registry, settled, verdict, 'now')).toMatchObject({ status: verdict });
  });
});
