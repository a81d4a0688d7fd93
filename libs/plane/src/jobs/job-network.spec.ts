/** Two hosts of one job, each at its own address, reach each other by name. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerWorkspace, type ContainerWorkspace } from './container-workspace.ts';
import { unshareFlags } from './isolation.ts';
import { jobNetwork } from './job-network.ts';
import { tmpdir } from 'node:os';

const isolated = (await unshareFlags(tmpdir())).length > 0;

/** Listens at its own name on the port that its peer uses too, says so, asks the peer, and ends once it was asked. */
const HOST = `
  const [me, peer] = process.argv.slice(1);
  const net = require('node:net');
  const asked = new Promise((resolve) =>
    net.createServer((socket) => socket.on('close', resolve).resume().end(me + ' at ' + socket.localAddress)).listen(PORT, me, () => console.log('up')));
  const ask = () => new Promise((resolve, reject) => {
    let answer = '';
    net.connect(PORT, peer).on('data', (data) => (answer += data)).on('end', () => resolve(answer)).on('error', reject);
  });
  (async () => {
    for (;;) try { console.log('told: ' + await ask()); break; } catch { await new Promise((next) => setTimeout(next, 20)); }
    await asked;
    process.exit(0);
  })();
`;

it('gives every host its own address, the same each time', () => {
  const network = jobNetwork('arn:job', ['algo-1', 'algo-2']);
  const [one, two] = [network.get('algo-1')!, network.get('algo-2')!];
  expect(one.address).not.toBe(two.address);
  expect(one.hosts).toEqual({ 'algo-1': one.address, 'algo-2': two.address });
  expect(two.hosts).toEqual(one.hosts);
  expect(jobNetwork('arn:job', ['algo-1', 'algo-2'])).toEqual(network);
  expect(jobNetwork('arn:other', ['algo-1']).get('algo-1')!.address).not.toBe(one.address);
  expect(() =>
    jobNetwork(
      'arn:job',
      Array.from({ length: 255 }, (_, n) => `algo-${n}`),
    ),
  ).toThrow(RangeError);
});

describe.skipIf(!isolated)('hosts of one job (skipped where the kernel gives no namespaces)', () => {
  let workspace: ContainerWorkspace;
  beforeEach(async () => {
    workspace = await containerWorkspace();
  });
  afterEach(async () => {
    expect(await workspace.end()).toEqual([]);
  });

  it('reach each other by name, on one port', async () => {
    const supervisor = workspace.supervisor();
    const names = ['algo-1', 'algo-2'];
    const network = jobNetwork(workspace.dir, names);
    const containers = await Promise.all(
      names.map(async (hostname, index) => {
        const entrypoint = [process.execPath, '-e', HOST.replaceAll('PORT', '7001'), hostname, names[1 - index]!];
        return supervisor.start(
          await workspace.spec(hostname, '', { hostname, entrypoint, network: network.get(hostname)! }),
        );
      }),
    );
    for (const [index, container] of containers.entries()) {
      expect(await container.exited).toEqual({ code: 0 });
      const peer = names[1 - index]!;
      const { address } = network.get(peer)!;
      expect(await readFile(container.logFile, 'utf8')).toBe(`up\ntold: ${peer} at ${address}\n`);
    }
  });
});
