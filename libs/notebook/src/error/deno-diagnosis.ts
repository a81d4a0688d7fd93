/** Where in a TypeScript cell an error lies. Deno's kernel counts lines of the JavaScript that it made of the cell. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';

export interface Place {
  readonly line: number;
  readonly column?: number;
}

export interface Diagnosis {
  readonly place?: Place;
  /** Better words than the kernel's, where it had none. */
  readonly message?: string;
}

const run = promisify(execFile);

/** The kernel evaluates `'use strict'; void 0;` in front of a cell, on its first line. */
const PREFIX_COLUMNS = 21;

/** Transpiles as the kernel does, with a source map, or says where the syntax breaks. */
const transpile = async (deno: string, source: string): Promise<SourceMap | Diagnosis> => {
  const folder = await mkdtemp(join(tmpdir(), 'gradus-cell-'));
  try {
    // The kernel keeps imports that nothing uses.
    await writeFile(join(folder, 'deno.json'), '{"compilerOptions":{"verbatimModuleSyntax":true}}');
    let failure: Diagnosis = {};
    for (const file of ['cell.ts', 'cell.tsx']) {
      await writeFile(join(folder, file), source);
      const args = ['transpile', '--quiet', '--source-map', 'separate', '--output', 'cell.js', file];
      const env = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(folder, 'deno') };
      try {
        await run(deno, args, { cwd: folder, env });
        const map = JSON.parse(await readFile(join(folder, 'cell.js.map'), 'utf8')) as SourceMapPayload;
        return new SourceMap(map);
      } catch (error) {
        const text = stripVTControlCharacters((error as { stderr?: string }).stderr ?? '');
        const at = /cell\.tsx?:(\d+):(\d+)/.exec(text);
        if (!at) throw error;
        const message = /^error: (.*)$/m
          .exec(text)?.[1]
          ?.replace(/^(SyntaxError|The module's source code could not be parsed): /, '');
        const found = {
          place: { line: Number(at[1]), column: Number(at[2]) },
          ...(message && { message: `SyntaxError: ${message}` }),
        };
        if (!failure.place) failure = found;
      }
    }
    return failure;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Static imports are moved to the first line: the one that failed is known by the name in the message. */
const importLine = (source: string, message: string): Place | undefined => {
  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    const name = /(?:\bfrom|\bimport)\s*\(?\s*(['"])(.+?)\1/.exec(line)?.[2];
    if (name !== undefined && message.includes(name.split('/').at(-1)!)) return { line: index + 1 };
  }
  return undefined;
};

/** Whether a function of that name may be of this cell: frames of all cells look alike. */
const declaredHere = (name: string, source: string): boolean => {
  const word = name
    .split('.')
    .at(-1)!
    .replaceAll(/[^\w$]/g, '');
  if (word === '') return true;
  const escaped = word.replaceAll('$', '\\$');
  return new RegExp(
    `(?:function\\s*\\*?|class|const|let|var)\\s+${escaped}\\b|\\b${escaped}\\s*(?:\\([^)]*\\)\\s*[{:]|[:=])`,
  ).test(source);
};

interface Frame {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

const frames = (traceback: readonly string[]): Frame[] =>
  traceback.flatMap((text) => {
    const at = /^\s*at (?:async )?(?:(?:new )?(.*?) \()?<anonymous>:(\d+):(\d+)\)?$/.exec(
      stripVTControlCharacters(text),
    );
    return at ? [{ name: at[1] ?? '', line: Number(at[2]), column: Number(at[3]) }] : [];
  });

/** Specifiers of the packages and files that a cell imports. */
export const importedNames = (source: string): string[] =>
  [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(['"])(.+?)\1/g)].map((match) => match[2]!);

/** Finds the place of an error of which the kernel said `message` and `traceback`. `deno` is the kernel's own program. */
export const diagnose = async (
  deno: string,
  source: string,
  message: string,
  traceback: readonly string[],
): Promise<Diagnosis> => {
  const map = await transpile(deno, source);
  if (!(map instanceof SourceMap)) return map;
  const imported =
    /not found|not a dependency|does not (?:exist|provide)|import/i.test(message) && importLine(source, message);
  const all = frames(traceback);
  const frame = all.find(({ name }) => declaredHere(name, source)) ?? all.at(-1);
  if (imported && (!frame || frame.line === 1)) return { place: imported };
  if (!frame) return {};
  const column = frame.line === 1 ? Math.max(0, frame.column - 1 - PREFIX_COLUMNS) : frame.column - 1;
  const entry = map.findEntry(frame.line - 1, column);
  return 'originalLine' in entry ? { place: { line: entry.originalLine + 1 } } : {};
};
