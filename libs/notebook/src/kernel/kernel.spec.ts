import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { scratch } from '../testing/scratch.ts';
import { freePorts } from './connection.ts';
import { findKernelspec, type Kernelspec } from './kernelspec.ts';
import { startKernel } from './kernel.ts';

describe('startKernel', () => {
  const { path } = scratch();
  const options = { cwd: path('.'), env: process.env };
  const shell = (script: string): Kernelspec => ({
    name: 'script',
    displayName: 'Script',
    language: 'none',
    argv: ['/bin/sh', '-c', script],
    env: {},
  });

  it('chooses other ports when one was taken meanwhile', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    let attempts = 0;
    const ports = async () => {
      attempts += 1;
      const [, ...rest] = await freePorts();
      return attempts === 1 ? ([port, ...rest] as const) : freePorts();
    };
    const kernel = await startKernel(findKernelspec('deno', {}), { ...options, ports });
    expect(attempts).toBe(2);
    await kernel.shutdown();
    taken.close();
  });

  it('says what a kernel wrote that ends at once', async () => {
    await expect(startKernel(shell('echo no such module >&2; exit 4'), options)).rejects.toMatchObject({
      code: 'KERNEL_START_FAILED',
      message: expect.stringMatching(/exit code 4\):\nno such module/) as string,
    });
  });

  it('waits only as long as it may', async () => {
    const silent = startKernel(shell('echo starting; exec sleep 60'), { ...options, startTimeoutMs: 300 });
    await expect(silent).rejects.toMatchObject({
      code: 'KERNEL_START_FAILED',
      message: expect.stringMatching(/not ready after 0.3 s:\nstarting/) as string,
    });
  });

  it('can be stopped while it waits', async () => {
    const stop = new AbortController();
    const waiting = startKernel(shell('exec sleep 60'), { ...options, signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'NOTEBOOK_ABORTED' });
  });

  it('says so when the folder to run in is not there', async () => {
    const missing = { ...options, cwd: path('nowhere') };
    await expect(startKernel(shell('true'), missing)).rejects.toMatchObject({ code: 'KERNEL_START_FAILED' });
  });
});
