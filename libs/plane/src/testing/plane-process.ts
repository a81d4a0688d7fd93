/** The program of a plane that a spec kills: it serves the folder that its argument names, and can be told to die at a write. */
import { writeSync } from 'node:fs';
import type { Account } from '../accounts/account.ts';
import { imageRegistry, type Runtime } from '../jobs/images.ts';
import { startPlane } from '../plane.ts';
import { faultPoints } from './fault-points.ts';

export interface PlaneProcessOptions {
  readonly dir: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly accounts: readonly Account[];
  readonly images: readonly { readonly pattern: string; readonly runtime: Runtime }[];
}

export type PlaneOrder = { readonly killAt: number } | 'rows' | 'close';

const { dir, port, accounts, images } = JSON.parse(process.argv[2]!) as PlaneProcessOptions;
// Through a pipe, at once: a message might be lost with the process.
const points = faultPoints((name) => writeSync(1, `${name}\n`));
const rules = images.map(({ pattern, runtime }) => ({ pattern: new RegExp(pattern), runtime }));
const plane = await startPlane({ dir, port, accounts, images: imageRegistry(rules) });

process.on('message', (order: PlaneOrder) => {
  if (order === 'close') void plane.close().then(() => process.exit());
  else if (order === 'rows') process.send!(points.rows());
  else {
    points.arm(order.killAt);
    process.send!('armed');
  }
});
// Whoever kills planes may be killed too.
process.on('disconnect', () => process.exit(1));
process.send!({ port: plane.port });
