/** Shutdown: answers, then closes the plane; what is in flight ends first. */
import type { Handlers } from '../../service.ts';
import type { ControlOperations } from './control-operations.ts';

export const shutdown =
  (close: () => void): Handlers<ControlOperations>['Shutdown'] =>
  () => {
    // The answer goes out first: closing waits for requests in flight, this one among them.
    setImmediate(close);
    return { Pid: process.pid };
  };
