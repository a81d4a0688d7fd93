/** Finds the place and the words of a cell's error, also where the kernel says only `Execution failed`. */
import type { ErrorOutput } from '../format/notebook.ts';
import type { Session } from '../kernel/session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { pythonLine } from './cell-error.ts';
import { diagnose, importedNames, type Place } from './deno-diagnosis.ts';

export interface Explained {
  readonly output: ErrorOutput;
  readonly place?: Place | undefined;
}

/** Deno says nothing of a static import that cannot be downloaded; a dynamic one of the same name says why. */
const failedImport = async (session: Session, source: string): Promise<{ name: string; why: string } | undefined> => {
  for (const name of importedNames(source)) {
    let why = '';
    const code = `await import(${JSON.stringify(name)}).then(() => undefined, (error) => console.log(String(error?.message ?? error)));`;
    await session.execute(code, ({ type, content }) => {
      if (type === 'stream' && content['name'] === 'stdout') why += String(content['text']);
    });
    if (why !== '') return { name, why: why.trim() };
  }
  return undefined;
};

const explainDeno = async (
  kernel: Kernel,
  session: Session,
  source: string,
  output: ErrorOutput,
): Promise<Explained> => {
  const silent = output.evalue === 'Execution failed' && output.traceback.length === 0;
  const { place, message } = await diagnose(kernel.spec.argv[0]!, source, output.evalue, output.traceback);
  if (!silent) return { output, place };
  if (message !== undefined) {
    const line = place && source.split('\n')[place.line - 1];
    const traceback = [message, ...(line === undefined ? [] : [`    at line ${place!.line}: ${line.trim()}`])];
    return {
      output: { ...output, ename: 'SyntaxError', evalue: message.replace(/^SyntaxError: /, ''), traceback },
      place,
    };
  }
  const missing = await failedImport(session, source);
  if (!missing) return { output };
  const evalue = `Cannot import "${missing.name}": ${missing.why}`;
  const index = source.split('\n').findIndex((line) => line.includes(missing.name));
  return {
    output: { ...output, ename: 'TypeError', evalue, traceback: [`TypeError: ${evalue}`] },
    place: { line: index + 1 },
  };
};

/** `output` is what the kernel said of the error of the cell with that source, made from its reply if it published none. */
export const explainFailure = async (
  kernel: Kernel,
  session: Session,
  cell: { readonly source: string; readonly execution_count: number | null },
  output: ErrorOutput,
): Promise<Explained> => {
  if (kernel.implementation.startsWith('Deno')) return explainDeno(kernel, session, cell.source, output);
  return { output, place: pythonLine(output.traceback, cell.execution_count) };
};
