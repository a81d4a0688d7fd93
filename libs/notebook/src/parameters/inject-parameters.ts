/** Gives a notebook its parameters as papermill does: in a cell tagged `injected-parameters`, after that tagged `parameters`. */
import { didYouMean } from '@gradus/core';
import { errors } from '../errors.ts';
import { hasTag, isCode, section, type CodeCell, type Notebook } from '../format/notebook.ts';
import { declaredParameters, type DeclaredParameters } from './declared-parameters.ts';
import { renderPython, renderTypeScript, type Parameters } from './render-parameters.ts';

const INJECTED = 'injected-parameters';

const refuseUnknown = (parameters: Parameters, declared: DeclaredParameters) => {
  const names = [...declared.keys()];
  const unknown = Object.keys(parameters).filter((name) => !declared.has(name));
  if (unknown.length === 0) return;
  throw errors.make('PARAMETER_UNKNOWN', `The notebook declares no parameter "${unknown[0]}"`, {
    got: unknown[0],
    allowed: names,
    remedy: didYouMean(unknown[0]!, names) ?? 'Declare it in the cell tagged "parameters", or leave it out.',
    mistakes: unknown.map((name) => ({ path: name, message: 'is not declared', got: name })),
  });
};

const source = (parameters: Parameters, declared: DeclaredParameters | undefined, language: string): string => {
  const entries = Object.entries(parameters);
  for (const [name] of entries) {
    if (/^[A-Za-z_$][\w$]*$/.test(name)) continue;
    throw errors.make('PARAMETER_INVALID', `"${name}" cannot be the name of a variable`, { got: name });
  }
  if (language === 'python') {
    return ['# Parameters', ...entries.map(([name, value]) => `${name} = ${renderPython(value, name)}`)].join('\n');
  }
  if (language === 'typescript' || language === 'javascript') {
    // A kernel lets a cell declare a name again, but only with the keyword that declared it first.
    const lines = entries.map(
      ([name, value]) => `${declared?.get(name) ?? 'let'} ${name} = ${renderTypeScript(value, name)};`,
    );
    return ['// Parameters', ...lines].join('\n');
  }
  throw errors.make('PARAMETER_INVALID', `Parameters cannot be written in the language of this notebook`, {
    got: language,
    allowed: ['typescript', 'javascript', 'python'],
    remedy: 'Run it without parameters.',
  });
};

/**
 * Sets the parameters in place: replaces the injected cell of an earlier run, or adds one after the `parameters` cell
 * (first of all when there is none), and records them in `metadata.papermill.parameters`. Without parameters the injected
 * cell of an earlier run goes.
 * @throws GradusError PARAMETER_UNKNOWN, PARAMETER_INVALID, PARAMETERS_CELL_INVALID
 */
export const injectParameters = async (notebook: Notebook, parameters: Parameters, language: string): Promise<void> => {
  const { cells } = notebook;
  section(notebook.metadata, 'papermill')['parameters'] = parameters;
  const old = cells.findIndex((cell) => hasTag(cell, INJECTED));
  if (Object.keys(parameters).length === 0) {
    if (old >= 0) cells.splice(old, 1);
    return;
  }
  const defaults = cells.findIndex((cell) => isCode(cell) && hasTag(cell, 'parameters'));
  const declared = defaults < 0 ? undefined : await declaredParameters(cells[defaults]!.source, language);
  if (declared) refuseUnknown(parameters, declared);
  const ids = new Set(cells.filter((_, index) => index !== old).map((cell) => cell.id));
  let id = INJECTED;
  for (let n = 2; ids.has(id); n += 1) id = `${INJECTED}-${n}`;
  const injected: CodeCell = {
    cell_type: 'code',
    id,
    metadata: { tags: [INJECTED] },
    source: source(parameters, declared, language),
    execution_count: null,
    outputs: [],
  };
  if (old >= 0) cells.splice(old, 1, injected);
  else cells.splice(defaults + 1, 0, injected);
};
