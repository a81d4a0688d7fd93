/** `gradus down`: ends the plane; what it keeps stays. */
import type { Verb } from '../verb.ts';

export const down: Verb = {
  name: 'down',
  environment: false,
  summary: 'end the plane and what serves on it; training jobs go on, and everything it keeps stays',
  examples: ['gradus down'],
  async run(context) {
    const { findPlane } = await import('../plane/find-plane.ts');
    const { stopPlane } = await import('../plane/stop-plane.ts');
    const workspaceRoot = await context.workspace();
    const plane = await findPlane(workspaceRoot);
    if (plane) await stopPlane(workspaceRoot, plane);
    context.output.result({ stopped: plane !== undefined, ...(plane && { pid: plane.pid }) }, () =>
      plane ? `The plane (pid ${plane.pid}) has ended.` : 'No plane runs.',
    );
  },
};
