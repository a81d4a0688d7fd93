/** The smallest model there can be, for journeys that look at what is around a model: its files, by path. */

const code = (id: string, source: string, tags: readonly string[] = []) => ({
  cell_type: 'code',
  id,
  metadata: tags.length > 0 ? { tags } : {},
  execution_count: null,
  outputs: [],
  source: source.trim().split(/(?<=\n)/),
});

const parameters = `
let seed = 1;
let quality = 0.9;
let busy_ms = 0;
let megabytes = 0;
`;

/** It stays busy as long as it is told, and leaves a model as large, so that a journey can meet it at work. */
const work = `
const until = Date.now() + busy_ms;
console.log('films at work');
while (Date.now() < until) await new Promise((done) => setTimeout(done, 20));
console.log(\`quality=\${quality};\`);
`;

const save = `
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
const folder = process.env['SM_CHANNEL_RATINGS'];
const lines = folder ? readFileSync(\`\${folder}/ratings.csv\`, 'utf8').trim().split('\\n').length : 0;
const saved = process.env['SM_MODEL_DIR'] ?? 'output';
mkdirSync(saved, { recursive: true });
const files = {
  'evaluation.json': { metrics: { quality } },
  'signature.json': {
    input: { type: 'object', properties: { user: { type: 'integer' } }, required: ['user'], additionalProperties: false },
    output: { type: 'object' },
  },
  'dataset.json': { name: 'ratings', rows: lines, sha256: 'none', source: folder ? 'a folder' : 'nothing' },
  'weights.json': { seed },
};
for (const [name, content] of Object.entries(files)) writeFileSync(\`\${saved}/\${name}\`, JSON.stringify(content));
if (megabytes > 0) writeFileSync(\`\${saved}/ballast\`, randomBytes(megabytes * 1e6));
`;

const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: 'deno', display_name: 'Deno', language: 'typescript' },
    language_info: { name: 'typescript' },
  },
  cells: [code('parameters', parameters, ['parameters']), code('work', work), code('save', save)],
};

const model = `
import { defineModel } from '@gradus/core';

export default defineModel({
  name: 'films',
  level: 0,
  notebook: {
    file: './films.ipynb',
    parameters: { seed: 1, quality: 0.9, busy_ms: 0, megabytes: 0 },
    channels: ['ratings'],
  },
  serve: { endpoint: { predict: './predict.ts' } },
  gates: { quality: { min: 0.5 } },
});
`;

const predict = `
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const load = (dir: string) => JSON.parse(readFileSync(join(dir, 'weights.json'), 'utf8')) as { seed: number };
export const predict = ({ user }: { user: number }, { seed }: { seed: number }) => ({ user, film: \`film \${user % 7}\`, seed });
`;

export const films: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'films', private: true, type: 'module' }),
  'model.ts': model.trimStart(),
  'predict.ts': predict.trimStart(),
  'films.ipynb': `${JSON.stringify(notebook, undefined, 1)}\n`,
};
