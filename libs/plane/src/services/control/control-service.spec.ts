import { describe, expect, it } from 'vitest';
import { Clock } from '../../engine/clock.ts';
import { imageRegistry } from '../../jobs/images.ts';
import { startPlane } from '../../plane.ts';
import { testPlane, withPlane } from '../../testing/index.ts';
import { rawRequest } from '../../testing/raw-request.ts';
import { controlClient, type ControlClient } from './control-client.ts';

describe('the control service', () => {
  const plane = withPlane();
  const control = (): ControlClient => controlClient({ url: plane.url, credentials: plane.accounts[0]! });

  it('tells the status of the plane', async () => {
    const status = await control().getPlaneStatus();
    expect(status).toMatchObject({
      ...{ Pid: process.pid, Url: plane.url, Dir: plane.dir },
      Accounts: [
        { AccountId: '111111111111', Profile: 'one' },
        { AccountId: '222222222222', Profile: 'two' },
      ],
    });
    expect(status.StorageBytes).toBeGreaterThan(4096);
    expect(Math.abs(status.Clock.Time.getTime() - plane.clock.now())).toBeLessThan(5000);
  });

  it('sets service time and its speed, and leaves wall time and signatures alone', async () => {
    const Time = new Date('2030-01-02T03:04:05Z');
    const { Clock: reading } = await control().setClock({ Time, Scale: 0.001 });
    expect(reading.Scale).toBe(0.001);
    expect(Math.abs(reading.Time.getTime() - Time.getTime())).toBeLessThan(1000);
    expect(Math.abs(plane.clock.wall() - Date.now())).toBeLessThan(5000);
    const { Clock: later } = await control().getPlaneStatus();
    expect(Math.abs(later.Time.getTime() - Time.getTime())).toBeLessThan(1000);
    await control().setClock({ Scale: 1 });
  });

  it('leaves the clock alone when it refuses a time', async () => {
    const before = plane.clock.setting;
    for (const Time of [new Date(-1), new Date(8.64e15)]) {
      await expect(control().setClock({ Time, Scale: 2 })).rejects.toMatchObject({ code: 'ValidationException' });
    }
    expect(plane.clock.setting).toEqual(before);
    expect((await control().getPlaneStatus()).Clock.Scale).toBe(1);
  });

  it('sets how late the offline store shows a record, up to as late as AWS', async () => {
    expect((await control().getPlaneStatus()).OfflineStoreLagSeconds).toBe(1);
    await control().setOfflineStoreLag({ Seconds: 0.5 });
    for (const Seconds of [-1, 901]) {
      await expect(control().setOfflineStoreLag({ Seconds })).rejects.toMatchObject({ code: 'ValidationException' });
    }
    expect((await control().getPlaneStatus()).OfflineStoreLagSeconds).toBe(0.5);
  });

  it('refuses a speed that would stop time, and a call that is not signed', async () => {
    await expect(control().setClock({ Scale: 0 })).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining("'scale' failed to satisfy constraint") as string,
    });
    const answer = await rawRequest(plane.url, {
      headers: { 'x-amz-target': 'GradusPlane.Shutdown', 'content-type': 'application/x-amz-json-1.1' },
      body: '{}',
    });
    expect([answer.status, answer.code]).toEqual([400, 'MissingAuthenticationTokenException']);
    await control().getPlaneStatus();
  });
});

it('remembers the clock over a restart, and ends the plane when told to', async () => {
  const test = await testPlane();
  await test.plane.close();
  const options = { dir: test.dir, port: 0, images: imageRegistry([]), accounts: test.accounts };
  const first = await startPlane(options);
  const client = (url: string): ControlClient => controlClient({ url, credentials: test.accounts[0]! });
  await client(first.url).setClock({ Time: new Date('2030-01-01T00:00:00Z') });
  expect(await client(first.url).shutdown()).toEqual({ Pid: process.pid });
  await first.closed;
  await expect(client(first.url).getPlaneStatus()).rejects.toThrow();
  const second = await startPlane(options);
  expect(new Date(second.clock.now()).getUTCFullYear()).toBe(2030);
  expect(second.clock).toBeInstanceOf(Clock);
  await second.close();
  await test.close();
});
