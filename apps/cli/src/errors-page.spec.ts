/** Keeps `docs/errors.md` equal to the catalogues of all packages; `vitest run --project cli errors-page -u` writes it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';

const workspace = join(import.meta.dirname, '../../..');
const page = join(workspace, 'docs/errors.md');

interface Catalogue {
  readonly name: string;
  readonly root: string;
  readonly codes: Readonly<Record<string, string>>;
}

const catalogues = async (): Promise<Catalogue[]> => {
  const roots = ['libs', 'apps'].flatMap((folder) =>
    readdirSync(join(workspace, folder)).map((name) => `${folder}/${name}`),
  );
  const files = roots.filter((root) => existsSync(join(workspace, root, 'src/errors.ts')));
  return Promise.all(
    files.map(async (root) => {
      const module = (await import(join(workspace, root, 'src/errors.ts'))) as {
        errors: { codes: Catalogue['codes'] };
      };
      return { name: `@gradus/${root.split('/')[1]!}`, root, codes: module.errors.codes };
    }),
  );
};

const render = (all: readonly Catalogue[]): string =>
  [
    '# Errors',
    'Every error of Gradus has a code that stays; `--json` prints it under `error.code`. Errors of AWS keep the codes of AWS.',
    'This page is made from the catalogues (`src/errors.ts` of each package): `npx vitest run --project cli errors-page -u`.',
    ...all.flatMap(({ name, codes }) => [
      `## ${name}`,
      [
        '| code | what it says |',
        '|---|---|',
        ...Object.entries(codes).map(([code, text]) => `| \`${code}\` | ${text} |`),
      ].join('\n'),
    ]),
  ].join('\n\n');

const sourcesOf = (root: string): string =>
  readdirSync(join(workspace, root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.m?ts$/.test(file) && !file.includes('.spec.') && file !== 'errors.ts')
    .map((file) => readFileSync(join(workspace, root, 'src', file), 'utf8'))
    .join('\n');

describe('docs/errors.md', () => {
  it('lists every code of every catalogue', async () => {
    const options = { ...(await resolveConfig(page)), parser: 'markdown' };
    await expect(await format(render(await catalogues()), options)).toMatchFileSnapshot(page);
  });

  it('has no code that nothing uses', async () => {
    const unused = (await catalogues()).flatMap(({ root, codes }) => {
      const sources = sourcesOf(root);
      return Object.keys(codes).filter((code) => !sources.includes(`'${code}'`));
    });
    expect(unused).toEqual([]);
  });
});
