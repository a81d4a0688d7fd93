/** The canonical request of Signature Version 4 (AWS General Reference, "Create a canonical request"). */
import { headerValue, type SignedRequest } from './sigv4-authorization.ts';

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

// Raw paths and queries hold one character per byte, so a character is a byte to encode.
const encodeRaw = (raw: string): string => raw.replace(/[^A-Za-z0-9\-._~/%]/g, percent);

/** S3 signs the path as it travels; every other service encodes it once more and removes empty and dot segments. */
const canonicalPath = (path: string, service: string): string => {
  if (path === '/') return path;
  if (service === 's3') return encodeRaw(path);
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const encoded = segments.map((segment) => segment.replace(/[^A-Za-z0-9\-._~]/g, percent)).join('/');
  return `/${encoded}${path.endsWith('/') && encoded ? '/' : ''}`;
};

const encodeComponent = (raw: string): string =>
  raw.replace(/%[0-9a-fA-F]{2}|[^A-Za-z0-9\-._~]/g, (part) => {
    if (part.length === 1) return part === '+' ? '%20' : percent(part);
    const character = String.fromCharCode(Number.parseInt(part.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : part.toUpperCase();
  });

const canonicalQuery = (query: string): string => {
  if (query === '') return '';
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = encodeComponent(at < 0 ? part : part.slice(0, at));
    if (name !== 'X-Amz-Signature') pairs.push([name, at < 0 ? '' : encodeComponent(part.slice(at + 1))]);
  }
  pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
};

const canonicalHeader = (value: string): string =>
  value.includes('  ') ? value.trim().replace(/ +/g, ' ') : value.trim();

/** `signedHeaders` is the list as the client sent it, separated by `;`. The text holds one character per byte. */
export const canonicalRequest = (
  request: SignedRequest,
  service: string,
  signedHeaders: string,
  payloadHash: string,
): string => {
  let text = `${request.method}\n${canonicalPath(request.path, service)}\n${canonicalQuery(request.query)}\n`;
  for (const name of signedHeaders.split(';')) text += `${name}:${canonicalHeader(headerValue(request, name) ?? '')}\n`;
  return `${text}\n${signedHeaders}\n${payloadHash}`;
};
