/** `gradus logs`: the log of a model, a training job, an endpoint, or of the plane itself. */
import type { Verb } from '../verb.ts';

export const logs: Verb<{ follow?: boolean }> = {
  name: 'logs',
  summary: "show the log of a model, a training job or an endpoint; without a name the plane's own",
  examples: [
    'gradus logs movies',
    'gradus logs movies --follow',
    'gradus logs movies-20260131-120509-a1b2c3 --json',
    'gradus logs',
  ],
  define: (command) =>
    void command
      .argument('[name]', 'a model (its newest job and its endpoint), a training job or an endpoint')
      .option('-f, --follow', 'go on as lines come, until Ctrl-C'),
  async run(context, [name], { follow = false }) {
    const { output, signal } = context;
    if (name === undefined) {
      const { followFile } = await import('../logs/follow-file.ts');
      const { planeFolder } = await import('../plane/find-plane.ts');
      const file = `${planeFolder(await context.workspace())}/plane.log`;
      for await (const line of followFile(file, { follow, signal })) output.line({ message: line }, line);
      signal.throwIfAborted();
      return;
    }
    const { findLogs } = await import('../logs/find-logs.ts');
    const { followLogs } = await import('../logs/follow-logs.ts');
    const [clients, models] = [await context.clients(), await context.models()];
    const sources = await findLogs(
      clients,
      name,
      models.map((model) => model.name),
    );
    for await (const event of followLogs(clients.logs, sources, { follow, signal })) {
      const prefix = sources.length > 1 ? `${output.paint.faint(event.source)}  ` : '';
      output.line(event, prefix + event.message);
    }
    signal.throwIfAborted();
  },
};
