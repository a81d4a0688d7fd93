/** `gradus model new`: a project of a model that runs at once, by the Nx generator. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { didYouMean } from '@gradus/core';
import { errors } from '../errors.ts';
import type { Verb } from '../verb.ts';

const ACTIONS = ['new'];

/** What the generator said of a file: `CREATE apps/churn/model.ts`. */
const SAID = /^(CREATE|UPDATE) (.+)$/gm;

export const model: Verb<{ python?: boolean }> = {
  name: 'model',
  summary: 'make a model: a project with a notebook and what serves it, that runs at once',
  environment: false,
  examples: ['gradus model new churn', 'gradus model new abalone-age --python', 'gradus model new churn --json'],
  define: (command) =>
    void command
      .argument('<action>', 'new')
      .argument('<name>', 'lower-case letters, digits and single hyphens: the folder under apps/')
      .option('--python', 'notebook and serving code in Python rather than TypeScript'),
  async run({ output, workspace, models, signal }, [action, name], { python = false }) {
    if (!ACTIONS.includes(action!)) {
      const remedy = didYouMean(action!, ACTIONS) ?? 'See: gradus model --help';
      throw errors.make('USAGE_ARGUMENT', `gradus model cannot "${action}"`, { got: action, allowed: ACTIONS, remedy });
    }
    const existed = (await models()).some((known) => known.name === name);
    const root = await workspace();
    output.note(`making apps/${name}: a few seconds`);
    const { code, said } = await generate(root, name!, python, signal);
    if (code !== 0) throw refused(said);
    const files = [...said.matchAll(SAID)].map(([, change, path]) => ({ change: change!.toLowerCase(), path: path! }));
    output.result({ name, folder: `apps/${name}`, files }, () => {
      if (files.length === 0) return `apps/${name} is there already: nothing changed.`;
      const lines = files.map(({ change, path }) => `${change}d  ${path}`);
      return [...lines, ...(existed ? [] : ['', `Next: gradus notebook ${name}`])].join('\n');
    });
  },
};

interface Generated {
  readonly code: number | null;
  readonly said: string;
}

const generate = (root: string, name: string, python: boolean, signal: AbortSignal): Promise<Generated> =>
  new Promise((resolve, reject) => {
    const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
    const args = ['generate', '@gradus/nx-gradus:model', `--name=${name}`, `--python=${python}`, '--no-interactive'];
    const env = { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };
    const child = spawn(process.execPath, [nx, ...args], { cwd: root, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });

/** Nx frames what a generator throws: its own lines go, what is wrong stays. */
const refused = (said: string): Error => {
  const lines = said.split('\n').map((line) => line.trim());
  const wrong = lines.filter((line) => line !== '' && !/^(?:NX {2}Generating|>|npm |Pass --verbose|at )/.test(line));
  return errors.make('MODEL_NOT_MADE', wrong[0]?.replace(/^NX\s+/, '') ?? 'the generator ended with an error', {
    remedy: 'See: gradus model --help',
  });
};
