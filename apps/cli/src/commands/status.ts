/** `gradus status`: the plane's process, address, storage, clock and accounts. */
import { formatDuration } from '@gradus/core';
import type { Verb } from '../verb.ts';

export const status: Verb = {
  name: 'status',
  environment: false,
  summary: 'show whether the plane runs, where, and what it keeps',
  examples: ['gradus status', 'gradus status --json'],
  async run({ output, workspace }) {
    const { findPlane } = await import('../plane/find-plane.ts');
    const workspaceRoot = await workspace();
    const plane = await findPlane(workspaceRoot);
    if (!plane) {
      output.result({ running: false }, () => 'The plane does not run. Start it: gradus up');
      return;
    }
    const { callControl } = await import('../plane/control-client.ts');
    const { formatBytes, table } = await import('../output.ts');
    const answer = await callControl(workspaceRoot, plane.url, 'GetPlaneStatus');
    const clock = new Date(answer.Clock.Time * 1000).toISOString();
    const value = {
      running: true,
      pid: answer.Pid,
      url: answer.Url,
      version: answer.Version,
      uptimeSeconds: answer.UptimeSeconds,
      memoryBytes: answer.MemoryBytes,
      storage: { folder: answer.Dir, bytes: answer.StorageBytes },
      clock: { time: clock, scale: answer.Clock.Scale },
      offlineStoreLagSeconds: answer.OfflineStoreLagSeconds,
      accounts: answer.Accounts.map(({ AccountId, Profile }) => ({ account: AccountId, environment: Profile })),
    };
    output.result(value, () =>
      table([
        ['address', value.url],
        [
          'process',
          `${value.pid}, up ${formatDuration(value.uptimeSeconds * 1000)}, ${formatBytes(value.memoryBytes)}`,
        ],
        ['storage', `${value.storage.folder}, ${formatBytes(value.storage.bytes)}`],
        ['accounts', value.accounts.map(({ account, environment }) => `${account} (${environment})`).join(', ')],
        ['clock', value.clock.scale === 1 ? clock : `${clock}, ${value.clock.scale} times as fast`],
        ['offline store', `shows a record after ${value.offlineStoreLagSeconds} s`],
        ['version', value.version],
      ]),
    );
  },
};
