/** `gradus up`: starts the plane. */
import type { Verb } from '../verb.ts';

const LONGEST_LAG = 900;

/**
 * The seconds that `--offline-lag` gives.
 * @throws GradusError USAGE_OPTION
 */
const wantedLag = async (text: string | undefined): Promise<number | undefined> => {
  const seconds = Number(text);
  if (text === undefined) return undefined;
  if (text.trim() !== '' && seconds >= 0 && seconds <= LONGEST_LAG) return seconds;
  const { errors } = await import('../errors.ts');
  const allowed = [`0 to ${LONGEST_LAG} seconds; AWS takes up to ${LONGEST_LAG}`];
  throw errors.make('USAGE_OPTION', `"${text}" is not a lag of the offline store`, { got: text, allowed });
};

const setLag = async (workspaceRoot: string, url: string, seconds: number | undefined): Promise<void> => {
  if (seconds === undefined) return;
  const { callControl } = await import('../plane/control-client.ts');
  await callControl(workspaceRoot, url, 'SetOfflineStoreLag', { input: { Seconds: seconds } });
};

export const up: Verb<{ foreground?: boolean; port?: string; offlineLag?: string }> = {
  name: 'up',
  environment: false,
  summary: 'start the plane on this machine',
  examples: ['gradus up', 'gradus up --port 5000', 'gradus up --foreground', 'gradus up --offline-lag 900'],
  define: (command) =>
    void command
      .option('--foreground', 'stay in this terminal until Ctrl-C')
      .option('--port <number>', 'the port to listen on; the next free one when it is taken (default: 4566)')
      .option(
        '--offline-lag <seconds>',
        'how long the offline feature store may take to show a record, 0 to 900; kept until set anew (default: 1)',
      ),
  async run(context, _args, { foreground, port, offlineLag }) {
    const { ensurePlane, planeOptions, wantedPort } = await import('../plane/ensure-plane.ts');
    const workspaceRoot = await context.workspace();
    const lag = await wantedLag(offlineLag);
    const wanted = wantedPort(port, workspaceRoot);
    const place = { workspaceRoot, config: await context.config(), port: wanted };
    if (foreground) {
      const { servePlane } = await import('../plane/serve-plane.ts');
      const plane = await servePlane(planeOptions(place));
      await setLag(workspaceRoot, plane.url, lag);
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
    await setLag(workspaceRoot, plane.url, lag);
    context.output.result(plane, () => {
      if (!plane.started) return `The plane runs already: ${plane.url} (pid ${plane.pid}).`;
      const other = plane.port === wanted || wanted === 0 ? '' : `, since port ${wanted} is taken`;
      return `The plane answers at ${plane.url} (pid ${plane.pid})${other}. Point any AWS tool at it: eval "$(gradus env)"`;
    });
  },
};
