import { describe, expect, it } from 'vitest';
import { validateNotebook } from '../format/read-notebook.ts';
import { injectParameters } from './inject-parameters.ts';

const notebook = (...sources: string[]) =>
  validateNotebook({
    nbformat: 4,
    metadata: {},
    cells: sources.map((source, index) => ({
      cell_type: 'code',
      id: `c${index}`,
      metadata: source.startsWith('@') ? { tags: ['parameters'] } : {},
      source: source.replace(/^@/, ''),
    })),
  });
const inject = async (nb: ReturnType<typeof notebook>, parameters: Record<string, never>, language = 'typescript') => {
  await injectParameters(nb, parameters, language);
  return nb.cells.map(({ source }) => source);
};
const values = (parameters: unknown) => parameters as Record<string, never>;

describe('injectParameters', () => {
  it('declares again with the keyword of the first declaration', async () => {
    const nb = notebook(
      'first',
      '@let n: number = 1, list: string[] = [];\nexport const c = { a: "b" };\nvar v = await 1;',
      'last',
    );
    expect((await inject(nb, values({ n: 7, c: null, v: 'x', list: ['y'] })))[2]).toBe(
      '// Parameters\nlet n = 7;\nconst c = null;\nvar v = "x";\nlet list = ["y"];',
    );
    expect(nb.cells[2]!.metadata).toEqual({ tags: ['injected-parameters'] });
    expect(nb.metadata['papermill']).toEqual({ parameters: { n: 7, c: null, v: 'x', list: ['y'] } });
  });

  it('replaces the cell of an earlier run, and takes it away when there are none', async () => {
    const nb = notebook('@let n = 1;', 'last');
    await inject(nb, values({ n: 2 }));
    expect(await inject(nb, values({ n: 3 }))).toEqual(['let n = 1;', '// Parameters\nlet n = 3;', 'last']);
    expect(await inject(nb, {})).toEqual(['let n = 1;', 'last']);
  });

  it('comes first when no cell is tagged', async () => {
    expect(await inject(notebook('a'), values({ n: 1 }))).toEqual(['// Parameters\nlet n = 1;', 'a']);
  });

  it('writes values of every kind', async () => {
    const all = values({
      n: {
        s: 'q"\\\n\u2028é',
        deep: [true, null, NaN, -Infinity, 1.5, -0, { __proto__x: 1, ['__proto__']: 2 }],
        none: {},
      },
    });
    const [, typescript] = await inject(notebook('@let n = 0;'), all);
    const [, python] = await inject(notebook('@n: int = 0'), all, 'python');
    const escaped = '"q\\"\\\\\\n\u2028é"';
    expect(typescript).toBe(
      `// Parameters\nlet n = { "s": ${escaped}, "deep": [true, null, NaN, -Infinity, 1.5, -0.0, { "__proto__x": 1, ["__proto__"]: 2 }], "none": {} };`,
    );
    expect(python).toBe(
      `# Parameters\nn = { "s": ${escaped}, "deep": [True, None, float('nan'), -float('inf'), 1.5, -0.0, { "__proto__x": 1, "__proto__": 2 }], "none": {} }`,
    );
  });

  it.each([
    ['typescript', '@let baseDate = "", limit = 1;\n// let other = 1\nfunction f() { const inner = 1 }'],
    ['python', '@baseDate = ""\nlimit: int = 1\n# other = 1\ndef f():\n  inner = 1\nlimit == 1'],
  ])('refuses a name that is not declared, in %s', async (language, source) => {
    await expect(inject(notebook(source), values({ limt: 1, inner: 2 }), language)).rejects.toMatchObject({
      code: 'PARAMETER_UNKNOWN',
      got: 'limt',
      allowed: ['baseDate', 'limit'],
      remedy: 'Did you mean "limit"?',
      mistakes: [{ path: 'limt' }, { path: 'inner' }],
    });
  });

  it('refuses values, names and languages that it cannot write', async () => {
    const refused = (parameters: unknown, language?: string) => inject(notebook('a'), values(parameters), language);
    await expect(refused({ d: new Date() })).rejects.toMatchObject({ code: 'PARAMETER_INVALID', got: 'Date' });
    await expect(refused({ d: [undefined] })).rejects.toMatchObject({
      message: expect.stringContaining('d[0]') as string,
    });
    await expect(refused({ 'a-b': 1 })).rejects.toMatchObject({ code: 'PARAMETER_INVALID', got: 'a-b' });
    await expect(refused({ a: 1 }, 'r')).rejects.toMatchObject({ code: 'PARAMETER_INVALID', got: 'r' });
  });

  it('says where the tagged cell breaks', async () => {
    await expect(inject(notebook('@let a = ;'), values({ a: 1 }))).rejects.toMatchObject({
      code: 'PARAMETERS_CELL_INVALID',
      message: expect.stringContaining('line 1, column 9') as string,
    });
  });
});
