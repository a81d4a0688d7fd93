/** A strict reader and the escapes of XML: elements and text, no DOCTYPE, no entities but the five of XML. */

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly children: XmlElement[];
  /** The text directly inside. */
  text: string;
}

const maxDepth = 64;
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const startTag = /^([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)$/;
const endTag = /^\/([A-Za-z_][\w.:-]*)\s*$/;

const unescapeXml = (text: string): string => {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,10};)?/g, (_, reference: string | undefined) => {
    const name = reference?.slice(0, -1) ?? '';
    const plain = named[name];
    if (plain !== undefined) return plain;
    const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
    const code = number === null ? 0 : number[1] === undefined ? Number(number[2]) : parseInt(number[1], 16);
    if (code < 1 || code > 0x10ffff) throw new SyntaxError(`Not an XML reference: &${name}`);
    return String.fromCodePoint(code);
  });
};

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Skips a comment, a processing instruction or CDATA at `at`; gives where it ends and the text that it stands for. */
const skipMarkup = (source: string, at: number): { end: number; text: string } | undefined => {
  for (const [open, close] of [
    ['<!--', '-->'],
    ['<?', '?>'],
    ['<![CDATA[', ']]>'],
  ] as const) {
    if (!source.startsWith(open, at)) continue;
    const end = source.indexOf(close, at + open.length);
    if (end < 0) throw new SyntaxError(`${open} is not closed`);
    return { end: end + close.length, text: open === '<![CDATA[' ? source.slice(at + open.length, end) : '' };
  }
  return undefined;
};

/** The root element of a document; throws SyntaxError when it is not well-formed. */
export const parseXml = (source: string): XmlElement => {
  const document: XmlElement = { name: '', children: [], text: '' };
  const open: { element: XmlElement; tag: string }[] = [{ element: document, tag: '' }];
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < source.length) {
    const parent = open.at(-1)!;
    const next = source.indexOf('<', at);
    parent.element.text += unescapeXml(source.slice(at, next < 0 ? source.length : next));
    if (next < 0) break;
    const skipped = skipMarkup(source, next);
    if (skipped !== undefined) {
      parent.element.text += skipped.text;
      at = skipped.end;
      continue;
    }
    const close = source.indexOf('>', next);
    const tag = source.slice(next + 1, close < 0 ? source.length : close);
    const start = startTag.exec(tag);
    const end = endTag.exec(tag);
    if (close < 0 || (start === null && end?.[1] !== parent.tag)) throw new SyntaxError(`Not expected: <${tag}`);
    if (start === null) open.pop();
    else {
      const element: XmlElement = { name: localName(start[1]!), children: [], text: '' };
      parent.element.children.push(element);
      if (start[3] === '') open.push({ element, tag: start[1]! });
      if (open.length > maxDepth) throw new SyntaxError('Nested too deeply');
    }
    at = close + 1;
  }
  const [root] = document.children;
  if (open.length !== 1 || document.children.length !== 1 || root === undefined || document.text.trim() !== '') {
    throw new SyntaxError('Not one root element');
  }
  return root;
};

const special = /[&<>"\u0000-\u0008\u000a-\u001f\u0085\u2028]/g;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an element; line ends and control characters as references, which a parser would else normalise. */
export const escapeXml = (text: string): string =>
  text.replace(special, (each) => entities[each] ?? `&#x${each.codePointAt(0)!.toString(16).toUpperCase()};`);
