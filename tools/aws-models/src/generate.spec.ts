/** The committed tables are what the generator writes: told where Python and the pinned botocore are there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const path = (relative: string): string => new URL(relative, import.meta.url).pathname;

const data = process.env['GRADUS_BOTOCORE_DATA'] ?? path('../../../node_modules/.cache/botocore/botocore/data');

const python = (...args: string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8', cwd: path('..') });
  return { status, output: `${stdout}${stderr}` };
};

const missing = ((): string | undefined => {
  if (!existsSync(data)) return 'botocore is not there: npx nx run aws-models:generate';
  return python('--version').status === 0 ? undefined : 'python3 is not there';
})();

describe('generate.py', () => {
  it('agrees with the committed tables', (context) => {
    if (missing !== undefined) context.skip(missing);
    expect(python('generate.py', '--data', data, '--check')).toEqual({ status: 0, output: '' });
  });

  it('refuses another botocore than the pinned one', (context) => {
    if (missing !== undefined) context.skip(missing);
    const { status, output } = python('generate.py', '--data', path('../..'));
    expect(status).not.toBe(0);
    expect(output).toContain('botocore');
  });
});

describe('operations.json', () => {
  const services = JSON.parse(readFileSync(path('../operations.json'), 'utf8')) as Record<
    string,
    { client: string; operations: string[] }
  >;

  it('lists operations once, in order', () => {
    for (const { operations } of Object.values(services)) expect(operations).toEqual([...new Set(operations)].sort());
  });

  it('stands behind the committed operation types', () => {
    for (const [id, { client, operations }] of Object.entries(services)) {
      const types = readFileSync(path(`../../../libs/plane/src/models/${id}-operations.ts`), 'utf8');
      expect(types).toContain(`from '${client}'`);
      expect([...types.matchAll(/^ {2}(\w+): Operation</gm)].map(([, name]) => name)).toEqual(operations);
    }
  });
});
