/** `gradus training-set`: for each row of a spine, what was known of its identifiers at its time. */
import { featureStoreContext, loadView } from '../feature-store-context.ts';
import { errors } from '../errors.ts';
import type { Verb } from '../verb.ts';

interface Options {
  readonly spine: string;
  readonly time: string;
  readonly out?: string;
  readonly asOf?: string;
  readonly athena?: true;
  readonly columns?: string;
  readonly timeType: string;
}

const TIME_TYPES = ['timestamp', 'iso8601', 'seconds'] as const;

const timeOf = (text: string): Date => {
  const time = new Date(text);
  if (/^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:?\d\d))?$/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw errors.make('USAGE_OPTION', `--as-of cannot be ${JSON.stringify(text)}`, {
    got: text,
    allowed: ['2026-04-13', '2026-04-13T12:00:00Z'],
  });
};

const tableOf = (text: string): { database: string; name: string } => {
  const [database, name, ...more] = text.split('.');
  const isFile = /^(?:csv|ndjson|jsonl|parquet)$/.test(name ?? '');
  if (database && name && !isFile && more.length === 0) return { database, name };
  throw errors.make('USAGE_OPTION', `--spine cannot be ${JSON.stringify(text)}`, {
    got: text,
    allowed: ['<database>.<table>'],
  });
};

export const trainingSet: Verb<Options> = {
  name: 'training-set',
  summary: 'join a view onto rows with ids and times: for each row what was known at its time, never later',
  examples: [
    'gradus training-set movies ranking --spine watch-log.csv --out train.parquet',
    'gradus training-set movies ranking --spine watch-log.parquet --time watched_at --as-of 2026-04-13 --out train.parquet',
    'gradus training-set movies ranking --spine lake.watch_log --athena > query.sql',
  ],
  define: (command) =>
    void command
      .argument('<model>', 'a model of the workspace')
      .argument('<view>', 'a view of its model.ts')
      .requiredOption(
        '--spine <file>',
        'CSV, NDJSON or Parquet with the ids and the time of each row; with --athena <database>.<table>',
      )
      .option('--time <column>', 'the column that holds the time of a row', 'event_time')
      .option('--out <file>', 'the Parquet file to write')
      .option('--as-of <time>', 'only what had been written by then')
      .option('--athena', 'print the query for Athena instead, for tables past one machine')
      .option(
        '--columns <names>',
        "with --athena: the spine's columns of the result; its ids and time unless told otherwise",
      )
      .option(
        '--time-type <type>',
        `with --athena: what the time column holds: ${TIME_TYPES.join(', ')}`,
        TIME_TYPES[0],
      ),
  async run(context, [name, wanted], { spine, time, out, asOf, athena, columns, timeType }) {
    const until = asOf === undefined ? {} : { asOf: timeOf(asOf) };
    const loaded = await context.model(name!);
    const store = await featureStoreContext(context);
    const { view, transforms } = await loadView(loaded, store.environment.namespace, wanted!);
    const library = await import('@gradus/feature-store');
    if (athena) {
      const { oneOf } = await import('../option-values.ts');
      const from = {
        ...tableOf(spine),
        columns: columns?.split(',') ?? [...new Set(view.sources.map(({ key }) => key)), time],
        time,
        timeType: oneOf('--time-type', timeType, TIME_TYPES),
      };
      const query = await library.trainingSet(loaded.model, wanted!, from, store, { engine: 'athena', ...until });
      context.output.result({ query }, () => query);
      return;
    }
    if (out === undefined) {
      throw errors.make('USAGE_OPTION', 'a training set is a file', {
        allowed: ['--out <file>', '--athena'],
        remedy: 'Say which file: --out train.parquet',
      });
    }
    const { requireFile } = await import('../read-input.ts');
    await requireFile(spine, ['a CSV, NDJSON or Parquet file']);
    const began = performance.now();
    const written = await library.trainingSet(loaded.model, wanted!, { from: spine, time }, store, {
      output: out,
      ...(transforms && { transforms }),
      ...until,
    });
    const { formatBytes } = await import('../output.ts');
    context.output.result({ file: out, ...written }, () => {
      const { rows, fetched } = written;
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      return `${out}: ${rows} rows in ${seconds} s; ${fetched.objects === 0 ? 'no object had to be fetched' : `${fetched.objects} objects (${formatBytes(fetched.bytes)}) fetched`}`;
    });
  },
};
