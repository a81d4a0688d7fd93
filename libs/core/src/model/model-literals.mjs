/**
 * Reads the literals `name` and `level` of a `model.ts`, and which sections it has, without running it: a scan of the object that `defineModel` is
 * given. Plain JavaScript, since the Nx plugin runs it without a compiler. 50 files take about 2 ms; the smallest
 * TypeScript parser at hand takes 50 ms to load.
 */

/**
 * @typedef {{ name: string, level: number }} ModelLiterals
 * @typedef {{ line: number, message: string, got?: string, remedy: string }} LiteralProblem
 */

const CALL = /^[ \t]*(?:export\s+default|(?:export\s+)?(?:const|let|var)\s+\w+\s*=)\s*defineModel\s*\(\s*\{/m;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const KEY = /(?:([A-Za-z_$][\w$]*)|'([^'\\\n]*)'|"([^"\\\n]*)")(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*:/y;
const TEXT = /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"|`(?:[^`\\]|\\[^])*`/y;
const VALUE = /(?:'([^'\\\n]*)'|"([^"\\\n]*)"|`([^`\\$]*)`|(\d+))(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/|as const)*(?=[,}])/y;

/**
 * @param {RegExp} pattern a sticky expression
 * @param {string} source
 * @param {number} index
 */
const matchAt = (pattern, source, index) => {
  pattern.lastIndex = index;
  return pattern.exec(source);
};

/**
 * The index of the comma or brace that ends the value at `index`, or -1 when there is none.
 * @param {string} source
 * @param {number} index
 */
const endOfValue = (source, index) => {
  let depth = 0;
  for (let at = index; at < source.length; at += 1) {
    at += matchAt(SPACE, source, at)?.[0].length ?? 0;
    const text = matchAt(TEXT, source, at);
    if (text) {
      at += text[0].length - 1;
      continue;
    }
    const character = source.charAt(at);
    if (depth === 0 && (character === ',' || character === '}')) return at;
    if ('{[('.includes(character)) depth += 1;
    else if ('}])'.includes(character)) depth -= 1;
  }
  return -1;
};

/**
 * The members of an object: of one that is written short, `name,`, the value is its name. `end` is -1 when the object is never closed.
 * @param {string} source
 * @param {number} start the index behind its `{`
 * @returns {Generator<{ name: string, value: string, valueAt: number, end: number }>}
 */
function* membersAt(source, start) {
  for (let at = start; ;) {
    at += matchAt(SPACE, source, at)?.[0].length ?? 0;
    if (source[at] === '}') return;
    const key = matchAt(KEY, source, at);
    const behindKey = key ? at + key[0].length : at;
    const end = endOfValue(source, behindKey);
    const valueAt = behindKey + (matchAt(SPACE, source, behindKey)?.[0].length ?? 0);
    const value = source.slice(valueAt, end).trim();
    yield { name: key?.[1] ?? key?.[2] ?? key?.[3] ?? value, value, valueAt, end };
    if (end === -1 || source[end] === '}') return;
    at = end + 1;
  }
}

/**
 * What the object that `defineModel` is given declares: its members and, of those that are written out there, theirs, as `serve.recommendations`.
 * @param {string} source the text of a `model.ts`
 * @returns {Set<string>}
 */
export const readModelSections = (source) => {
  const call = CALL.exec(source);
  /** @type {Set<string>} */
  const sections = new Set();
  if (!call) return sections;
  for (const { name, valueAt, end } of membersAt(source, call.index + call[0].length)) {
    if (end === -1) break;
    sections.add(name);
    if (source[valueAt] !== '{') continue;
    for (const inner of membersAt(source, valueAt + 1)) sections.add(`${name}.${inner.name}`);
  }
  return sections;
};

/**
 * The name and the level of a model's source, or the first problem with them.
 * @param {string} source the text of a `model.ts`
 * @returns {{ literals: ModelLiterals, problem?: undefined } | { literals?: undefined, problem: LiteralProblem }}
 */
export const readModelLiterals = (source) => {
  /** @param {number} index @param {string} message @param {string} remedy @param {string} [got] */
  const problem = (index, message, remedy, got) => ({
    problem: { line: source.slice(0, index).split('\n').length, message, remedy, ...(got !== undefined && { got }) },
  });
  const call = CALL.exec(source);
  if (!call) {
    return problem(
      0,
      'no defineModel({ ... }) found',
      "Write: export default defineModel({ name: '...', level: 0, ... })",
    );
  }
  const start = call.index + call[0].length;
  /** @type {{ name?: string, level?: number }} */
  const found = {};
  for (const { name, value: got, valueAt, end } of membersAt(source, start)) {
    if (end === -1) return problem(start, 'the object given to defineModel is never closed', 'Close it with }).');
    if (name !== 'name' && name !== 'level') continue;
    const value = matchAt(VALUE, source, valueAt);
    const text = value && (value[1] ?? value[2] ?? value[3]);
    const number = value?.[4];
    if (name === 'name') {
      if (text === null || text === undefined) {
        return problem(valueAt, 'name is not a literal', "Write it in quotes: name: 'movies'.", got);
      }
      found.name = text;
    } else {
      if (number === undefined) return problem(valueAt, 'level is not a literal', 'Write a digit: level: 0.', got);
      found.level = Number(number);
    }
  }
  if (found.name === undefined) return problem(start, 'name is missing', "Add name: '...' to defineModel.");
  if (found.level === undefined) return problem(start, 'level is missing', 'Add level: 0 to defineModel.');
  return { literals: { name: found.name, level: found.level } };
};
