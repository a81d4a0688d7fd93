/** A model for specs: a folder in a git repository, and the programs that stand for its images on a plane. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineModel, type LoadedModel } from '@gradus/core';
import type { Environment } from '@gradus/aws';

const NOTEBOOK_IMAGE = 'spec/notebook:1';
export const SERVING_IMAGE = 'spec/serving:1';

/**
 * Trains as the notebook image does: it leaves what the registry asks for. The parameter `leave` is JSON of files that it
 * leaves instead, null to leave one out; `fail` is the message that it ends with.
 */
const TRAIN = `
const { mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const ml = process.env.GRADUS_OPT_ML || '/opt/ml';
const hyperparameters = JSON.parse(readFileSync(ml + '/input/config/hyperparameters.json', 'utf8'));
const decode = (text) => { try { return JSON.parse(text); } catch { return text; } };
const given = Object.fromEntries(Object.entries(hyperparameters).map(([name, text]) => [name, decode(text)]));
if (given.fail) {
  mkdirSync(ml + '/output', { recursive: true });
  writeFileSync(ml + '/output/failure', given.fail);
  process.exit(1);
}
const files = {
  'evaluation.json': { metrics: { ndcg: 0.04, coverage: 0.5 } },
  'signature.json': {
    input: { type: 'object', properties: { user: { type: 'integer' } }, required: ['user'] },
    output: { type: 'object' },
  },
  'dataset.json': { name: 'watched', rows: 3, sha256: 'ab', source: 'a spec' },
  ...JSON.parse(given.leave || '{}'),
};
for (const [name, content] of Object.entries(files)) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  if (content !== null) writeFileSync(ml + '/model/' + name, text);
}
let channels = [];
try { channels = readdirSync(ml + '/input/data'); } catch {}
mkdirSync(ml + '/output/data', { recursive: true });
writeFileSync(ml + '/output/data/films.ipynb', JSON.stringify({ ran: true, channels }));
console.log('ndcg=0.04;');
`;

const SERVE = `
const { createServer } = require('node:http');
const server = createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ asked: JSON.parse(body) })));
});
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
process.on('SIGTERM', () => { server.close(() => process.exit(0)); server.closeIdleConnections(); });
`;

export const imageRules = [
  { pattern: /^spec\/notebook:1$/, runtime: { name: 'notebook', argv: { train: [process.execPath, '-e', TRAIN] } } },
  { pattern: /^spec\/serving:1$/, runtime: { name: 'serving', argv: { serve: [process.execPath, '-e', SERVE] } } },
];

export const environment: Environment = {
  name: 'spec',
  account: '111111111111',
  region: 'us-east-1',
  bucket: 'gradus-spec',
  namespace: 'spec',
  roleArn: 'arn:aws:iam::111111111111:role/gradus',
  images: { notebook: NOTEBOOK_IMAGE, serving: SERVING_IMAGE },
  poll: { first: 10, most: 50 },
  connection: {},
  key: (model, ...segments) => ['ns=spec', model, ...segments].join('/'),
};

export interface FilmsWorkspace {
  readonly folder: string;
  readonly films: LoadedModel;
  /** Writes a file by its path in the workspace. */
  write(path: string, content: string): void;
  git(...args: string[]): string;
  end(): void;
}

/** A workspace under git with the model `films` in `apps/films`, committed. */
export const filmsWorkspace = (): FilmsWorkspace => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradus-films-')));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const author = ['-c', 'user.name=A User', '-c', 'user.email=user@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]): string =>
    execFileSync('git', [...author, ...args], { cwd: folder, encoding: 'utf8' }).trim();
  write('.gitignore', 'output/\n');
  write('package-lock.json', '{ "lockfileVersion": 3 }\n');
  write('apps/films/films.ipynb', '{}');
  write('apps/films/answer.ts', 'export const answer = (input: unknown) => ({ input });\n');
  write(
    'apps/films/predict.ts',
    "import { answer } from './answer.ts';\nexport const load = (dir: string) => dir;\nexport const predict = (input: unknown) => answer(input);\n",
  );
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'A model');
  const root = join(folder, 'apps/films');
  const model = defineModel({
    name: 'films',
    level: 0,
    notebook: {
      file: './films.ipynb',
      parameters: { seed: 7, leave: '', fail: '', title: '007', ratio: null },
      channels: ['ratings'],
    },
    serve: { endpoint: { predict: './predict.ts' } },
    gates: { ndcg: { min: 0.03 } },
  });
  const films = { model, root, file: join(root, 'model.ts') };
  return { folder, films, write, git, end: () => rmSync(folder, { recursive: true, force: true }) };
};
