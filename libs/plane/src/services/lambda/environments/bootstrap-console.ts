/** The part of the bootstrap that hands on what a handler prints, in the text format of AWS's Node runtimes. */

/** Frames `{ type: 'log', lines }`: one console call is one event, however many lines it has; raw output is one per line. */
export const BOOTSTRAP_CONSOLE = String.raw`
import { formatWithOptions } from 'node:util';
const sendLines = (lines) => send({ type: 'log', lines });
const LEVELS = { log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE' };
const logged = (level, text) =>
  sendLines([[new Date().toISOString(), current?.id ?? 'undefined', level, text].join('\t') + '\n']);
for (const [name, level] of Object.entries(LEVELS)) {
  console[name] = (...args) => logged(level, formatWithOptions({}, ...args));
}
const partial = new Map();
const flushLines = () => {
  const lines = [...partial.values()].filter((text) => text !== '');
  partial.clear();
  if (lines.length > 0) sendLines(lines);
};
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    const lines = ((partial.get(stream) ?? '') + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())).split('\n');
    partial.set(stream, lines.pop());
    if (lines.length > 0) sendLines(lines.map((line) => line + '\n'));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  };
}
const errorReport = (error, type) =>
  error instanceof Error || (typeof error?.message === 'string' && typeof error?.stack === 'string')
    ? {
        errorType: type ?? error.name,
        errorMessage: error.message,
        ...(error.reason !== undefined && type !== undefined && { reason: error.reason }),
        trace: (error.stack ?? '').split('\n'),
      }
    : { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
const logError = (text, error, type) => {
  const { errorType, errorMessage, trace } = errorReport(error, type);
  const own = error !== null && typeof error === 'object' ? { ...error } : {};
  let json;
  try {
    json = JSON.stringify({ errorType, errorMessage, ...own, stack: trace });
  } catch {
    json = JSON.stringify({ errorType, errorMessage, stack: trace });
  }
  logged('ERROR', text + ' \t' + json);
};
`;
