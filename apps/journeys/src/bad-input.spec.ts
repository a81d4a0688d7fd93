/** Whatever a user gets wrong on the command line: what is wrong, what would do, what to do; never a stack. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 120_000;
let workspace: ScratchWorkspace;
beforeAll(async () => {
  workspace = await scratchWorkspace('movies');
  workspace.write('missing-movies/ratings.csv', 'userId,movieId,rating,timestamp\n1,1,4.0,1500000000\n');
  workspace.write('empty/ratings.csv', '');
  workspace.write(
    'malformed/ratings.csv',
    'userId,movieId,rating,timestamp\n1,1,4.0,1500000000\n1,2,five,1500000001\n2,1,4.0\n',
  );
  workspace.write('malformed/movies.csv', 'movieId,title,genres\n1,One (1999),Drama\n2,Two (1999),Drama\n');
}, SECONDS);
afterAll(() => workspace.end(), SECONDS);

const refused = async (args: readonly string[], code: number, ...said: (string | RegExp)[]): Promise<void> => {
  const ended = await workspace.gradus(...args);
  for (const text of said) expect(ended.stderr).toMatch(text);
  expect(ended).toMatchObject({ code, stdout: expect.not.stringMatching(/^\s+at /m) });
  expect(ended.stderr).not.toMatch(/^\s+at /m);
};

describe('a mistyped command', () => {
  it.each([
    [['publsh', 'movies'], 'USAGE_VERB', 'publish', /allowed: start, model, features, ingest, .*, publish, /],
    [['publish', 'movie'], 'MODEL_UNKNOWN', 'movies', /allowed: movies/],
    [['publish', 'movies', '--parm', 'seed=1'], 'USAGE_OPTION', '--param', /allowed: .*--param, --data/],
    [['versions', 'movies', '--env', 'locl'], 'ENVIRONMENT_UNKNOWN', 'local', /allowed: local/],
    [['publish', 'movies', '--param', 'sed=1'], 'PARAMETER_UNKNOWN', 'seed', /allowed: namespace, base_date/],
    [['versions', 'movies', '--status', 'aproved'], 'USAGE_OPTION', 'approved', /allowed: approved, rejected, pending/],
    [['logs', 'moveis'], 'LOG_UNKNOWN', 'movies', /allowed: movies/],
  ])('%j gets the near match and the list, and ends with 2', async (args, code, near, list) => {
    await refused(args, 2, `error ${code}: `, `Did you mean "${near}"?`, list);
    const json = await workspace.gradus(...args, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code, remedy: `Did you mean "${near}"?` } });
  });

  it.each([
    [['show'], 2, 'error USAGE_ARGUMENT: '],
    [
      ['approve', 'movies', '1'],
      2,
      "error USAGE_ARGUMENT: gradus approve: required option '--why <reason>' not specified",
    ],
    [['publish', 'movies', '--param', 'seed'], 2, 'error PARAMETER_INVALID: "seed" is not a parameter'],
    [['publish', 'movies', '--param', 'seed=one'], 2, 'error PARAMETER_INVALID: seed cannot be "one"'],
    [['publish', 'movies', '--data', 'ratings'], 2, 'error DATA_CHANNEL_INVALID: "ratings" is not a data channel'],
  ])('%j is explained', async (args, code, said) => refused(args, code, said));

  it('knows the versions that there are', async () => {
    await refused(
      ['show', 'movies', 'latest'],
      1,
      'error GROUP_NOT_FOUND: nothing of movies has been published',
      'gradus publish movies',
    );
  });
});

describe('a broken model.ts', () => {
  const file = () => join(workspace.folder, 'apps/movies/model.ts');

  it('is told every mistake at once', async () => {
    const source = readFileSync(file(), 'utf8');
    const broken = source
      .replace("predict: './src/predict.ts'", "predct: './src/predict.ts'")
      .replace("instanceType: 'ml.t2.medium'", "instanceType: 'large'")
      .replace('min: 1.5', 'minimum: 1.5');
    workspace.write('apps/movies/model.ts', broken);
    await refused(
      ['versions', 'movies'],
      1,
      /^error MODEL_INVALID: apps\/movies\/model\.ts: the model declaration has \d mistakes$/m,
      /^ {2}serve\.endpoint\.predict: is missing$/m,
      /^ {2}serve\.endpoint\.predct: is not known here$/m,
      /^ {2}serve\.endpoint\.instanceType: is not a SageMaker instance type$/m,
      /^ {2}gates\.ndcg_lift_full\.minimum: is not known here$/m,
    );
    workspace.write('apps/movies/model.ts', source.replace('export default', 'export defalt'));
    await refused(['versions', 'movies'], 1, /^error MODEL_SYNTAX: /m, /model\.ts:\d+:\d+: /);
    workspace.write('apps/movies/model.ts', source);
  });
});

describe.each([
  ['start', '--ratings', ''],
  ['notebook', '--data', 'ratings='],
  ['publish', '--data', 'ratings='],
])('gradus %s %s', (verb, option, prefix) => {
  const args = (folder: string): string[] => [
    verb,
    ...(verb === 'start' ? [] : ['movies']),
    option,
    `${prefix}${folder}`,
  ];

  it('names a folder that is not there', async () =>
    refused(
      args('nowhere'),
      1,
      `error DATA_NOT_FOUND: there is no folder ${join(workspace.folder, 'nowhere')}`,
      /remedy: +Give the folder/,
    ));

  it('names a folder without content', async () =>
    refused(args('empty'), 1, `error DATA_EMPTY: ${workspace.folder}/empty holds only empty files`));

  it(
    'names a file that is missing',
    async () => refused(args('missing-movies'), 1, /movies\.csv: .*expected/),
    SECONDS,
  );

  it(
    'names every malformed line: file, line, what was got, what was expected',
    async () =>
      refused(
        args('malformed'),
        1,
        /The ratings cannot be read: 2 mistakes\./,
        /ratings\.csv:3: .*five.*; expected /,
        /ratings\.csv:4: .*; expected /,
      ),
    SECONDS,
  );
});
