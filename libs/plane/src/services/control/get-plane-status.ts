/** GetPlaneStatus: the process, its address, its storage, its clock and its accounts. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '../../accounts/account.ts';
import { offlineLag } from '../../feature-store/offline/offline-lag.ts';
import type { Handlers } from '../../service.ts';
import { VERSION } from '../../version.ts';
import type { ControlOperations } from './control-operations.ts';

export const getPlaneStatus =
  (accounts: readonly Account[]): Handlers<ControlOperations>['GetPlaneStatus'] =>
  async (_input, { plane }) => ({
    Pid: process.pid,
    Url: plane.url,
    Dir: plane.dir,
    StorageBytes: await folderBytes(plane.dir),
    MemoryBytes: process.memoryUsage.rss(),
    UptimeSeconds: Math.round(process.uptime() * 1000) / 1000,
    Version: VERSION,
    Clock: { Time: new Date(plane.clock.now()), Scale: plane.clock.setting.scale },
    OfflineStoreLagSeconds: offlineLag(plane.store) / 1000,
    Accounts: accounts.map(({ accountId, profile }) => ({ AccountId: accountId, Profile: profile })),
  });

const folderBytes = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return folderBytes(path);
      // A file may be gone by now: a job's, or a temporary one.
      return stat(path).then(
        ({ size }) => size,
        () => 0,
      );
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};
