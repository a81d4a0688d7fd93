/** An ESLint rule: one service of the plane never imports another's files; they call each other through `plane.call`. */
import { dirname, resolve, sep } from 'node:path';

const SERVICES = `${sep}libs${sep}plane${sep}src${sep}services${sep}`;

/** @param {string} file the service that a file belongs to, if any */
const serviceOf = (file) => {
  const at = file.lastIndexOf(SERVICES);
  if (at === -1) return undefined;
  const [service, ...inside] = file.slice(at + SERVICES.length).split(sep);
  return inside.length > 0 ? service : undefined;
};

/** @type {import('eslint').Rule.RuleModule} */
export const serviceBoundaries = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { foreign: 'The service {{from}} must not import files of {{to}}: use plane.call({{to}}, ...).' },
  },
  create(context) {
    const from = serviceOf(context.filename);
    /** @param {import('estree').Node & { source?: import('estree').Node | null }} node */
    const check = (node) => {
      const source = node.source;
      if (!from || source?.type !== 'Literal' || typeof source.value !== 'string') return;
      if (!source.value.startsWith('.')) return;
      const to = serviceOf(resolve(dirname(context.filename), source.value));
      if (to && to !== from) context.report({ node: source, messageId: 'foreign', data: { from, to } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
