/** `gradus up`: starts the plane. */
import type { Verb } from '../verb.ts';

export const up: Verb<{ foreground?: boolean; port?: string }> = {
  name: 'up',
  environment: false,
  summary: 'start the plane on this machine',
  examples: ['gradus up', 'gradus up --port 5000', 'gradus up --foreground'],
  define: (command) =>
    void command
      .option('--foreground', 'stay in this terminal until Ctrl-C')
      .option('--port <number>', 'the port to listen on; the next free one when it is taken (default: 4566)'),
  async run(context, _args, { foreground, port }) {
    const { ensurePlane, planeOptions, wantedPort } = await import('../plane/ensure-plane.ts');
    const workspaceRoot = await context.workspace();
    const wanted = wantedPort(port, workspaceRoot);
    const place = { workspaceRoot, config: await context.config(), port: wanted };
    if (foreground) {
      const { servePlane } = await import('../plane/serve-plane.ts');
      const plane = await servePlane(planeOptions(place));
      context.output.result(
        { url: plane.url, pid: plane.pid, started: true },
        () => `The plane answers at ${plane.url}; Ctrl-C ends it.`,
      );
      const close = (): void => void plane.close({ stopContainers: true });
      context.signal.addEventListener('abort', close);
      process.once('SIGTERM', close);
      await plane.closed;
      return;
    }
    const plane = await ensurePlane({ ...place, note: () => undefined });
    context.output.result(plane, () => {
      if (!plane.started) return `The plane runs already: ${plane.url} (pid ${plane.pid}).`;
      const other = plane.port === wanted || wanted === 0 ? '' : `, since port ${wanted} is taken`;
      return `The plane answers at ${plane.url} (pid ${plane.pid})${other}. Point any AWS tool at it: eval "$(gradus env)"`;
    });
  },
};
