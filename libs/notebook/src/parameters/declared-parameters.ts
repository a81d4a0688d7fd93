/** The parameters that a notebook declares: the variables of the cell tagged `parameters`. */
import type { Program } from 'acorn';
import { errors } from '../errors.ts';

export type Keyword = 'const' | 'let' | 'var';

/** Names in order of declaration, each with the keyword that declares it in TypeScript (none in Python). */
export type DeclaredParameters = ReadonlyMap<string, Keyword | undefined>;

const variablesOf = (program: Program): DeclaredParameters => {
  const found = new Map<string, Keyword>();
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    if (declaration.kind !== 'const' && declaration.kind !== 'let' && declaration.kind !== 'var') continue;
    for (const { id } of declaration.declarations) if (id.type === 'Identifier') found.set(id.name, declaration.kind);
  }
  return found;
};

const typescript = async (source: string): Promise<DeclaredParameters> => {
  const [esbuild, acorn] = await Promise.all([import('esbuild'), import('acorn')]);
  try {
    const { code } = await esbuild.transform(source, {
      loader: 'ts',
      format: 'esm',
      target: 'esnext',
      logLevel: 'silent',
    });
    return variablesOf(
      acorn.parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true }),
    );
  } catch (cause) {
    const location = (cause as { errors?: { text: string; location?: { line: number; column: number } }[] })
      .errors?.[0];
    const where = location?.location ? `, line ${location.location.line}, column ${location.location.column + 1}` : '';
    throw errors.make(
      'PARAMETERS_CELL_INVALID',
      `The cell tagged "parameters" is no TypeScript${where}: ${location?.text ?? (cause as Error).message}`,
      { remedy: 'Mend the cell: it should only hold declarations such as `let limit = 10;`.', cause },
    );
  }
};

/** Assignments that begin a line, with or without a type. */
const python = (source: string): DeclaredParameters =>
  new Map([...source.matchAll(/^([A-Za-z_]\w*)\s*(?::[^=\n]+)?=(?!=)/gm)].map((match) => [match[1]!, undefined]));

/**
 * What the `parameters` cell declares in TypeScript, JavaScript or Python; undefined for other languages.
 * @throws GradusError PARAMETERS_CELL_INVALID
 */
export const declaredParameters = async (source: string, language: string): Promise<DeclaredParameters | undefined> => {
  if (language === 'typescript' || language === 'javascript') return typescript(source);
  return language === 'python' ? python(source) : undefined;
};
