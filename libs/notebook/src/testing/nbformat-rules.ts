/** What nbformat 4.5 asks of a file, as its documentation says; an oracle of its own kind is Python's `nbformat`. */

type Unknown = Record<string, unknown>;

const isObject = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
const isCount = (value: unknown): boolean => value === null || (Number.isInteger(value) && Number(value) >= 0);

/** Required members with their test, and nothing besides them and the optional ones. */
const shape = (value: unknown, at: string, members: Record<string, (member: unknown) => boolean>, optional = '') => {
  if (!isObject(value)) return [`${at} is not an object`];
  const allowed = new Set([...Object.keys(members), ...optional.split(' ')]);
  return [
    ...Object.entries(members).flatMap(([name, good]) => (good(value[name]) ? [] : [`${at}.${name}`])),
    ...Object.keys(value).flatMap((name) => (allowed.has(name) ? [] : [`${at}.${name} is one too many`])),
  ];
};

const isBundle = (data: unknown): boolean =>
  isObject(data) &&
  Object.entries(data).every(([mime, value]) => /^application\/(.*\+)?json$/.test(mime) || isText(value));

const output = (value: Unknown, at: string): string[] => {
  const type = (expected: string) => (member: unknown) => member === expected;
  switch (value['output_type']) {
    case 'stream':
      return shape(value, at, { output_type: type('stream'), name: (name) => typeof name === 'string', text: isText });
    case 'display_data':
      return shape(value, at, { output_type: type('display_data'), data: isBundle, metadata: isObject });
    case 'execute_result':
      return shape(value, at, {
        output_type: type('execute_result'),
        data: isBundle,
        metadata: isObject,
        execution_count: isCount,
      });
    case 'error':
      return shape(value, at, {
        output_type: type('error'),
        ename: (text) => typeof text === 'string',
        evalue: (text) => typeof text === 'string',
        traceback: (lines) => Array.isArray(lines) && isText(lines),
      });
    default:
      return [`${at}.output_type`];
  }
};

/** Paths of what is wrong; an empty list for a valid notebook. */
export const nbformatMistakes = (json: unknown): string[] => {
  const top = shape(json, '$', {
    nbformat: (value) => value === 4,
    nbformat_minor: (value) => value === 5,
    metadata: isObject,
    cells: Array.isArray,
  });
  if (top.length > 0) return top;
  const cells = (json as { cells: Unknown[] }).cells;
  const ids = cells.map(({ id }) => id);
  const shared = {
    id: (id: unknown) => typeof id === 'string' && /^[a-zA-Z0-9-_]{1,64}$/.test(id),
    metadata: isObject,
    source: isText,
  };
  return cells.flatMap((cell, index) => {
    const at = `cells[${index}]`;
    const twice = ids.indexOf(cell['id']) === index ? [] : [`${at}.id is not unique`];
    if (cell['cell_type'] !== 'code') {
      const isTextCell = (type: unknown) => type === 'markdown' || type === 'raw';
      return [...twice, ...shape(cell, at, { ...shared, cell_type: isTextCell }, 'attachments')];
    }
    const code = { ...shared, cell_type: () => true, execution_count: isCount, outputs: Array.isArray };
    const wrong = shape(cell, at, code);
    if (!Array.isArray(cell['outputs'])) return [...twice, ...wrong];
    const outputs = cell['outputs'] as Unknown[];
    return [...twice, ...wrong, ...outputs.flatMap((each, place) => output(each, `${at}.outputs[${place}]`))];
  });
};
