/** What a plane does about functions when it starts: it sweeps what nobody uses, and starts anew what is kept ahead. */
import type { PlaneServices } from '../../service.ts';
import { sweepCode } from './code/code-files.ts';
import { isUsedCode } from './function-table.ts';
import { startLambdaRuntime } from './lambda-runtime.ts';
import { provisionAgain } from './provisioned-machine.ts';

export const startLambda = (plane: PlaneServices): (() => Promise<void>) => {
  sweepCode(plane.dir, (code) => isUsedCode(plane.store, code));
  const end = startLambdaRuntime(plane);
  provisionAgain(plane);
  return end;
};
