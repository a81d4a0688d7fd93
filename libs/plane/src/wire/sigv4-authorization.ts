/** What a request says about its signature: the `Authorization` header or the query of a presigned URL, taken apart. */
import { AuthFault } from './sigv4-fault.ts';

/** A request as the signature sees it: path and query raw, header names in lower case. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Authorization {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: string;
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  readonly token: string | undefined;
  /** How long a presigned URL is valid, in seconds; undefined when the header is signed. */
  readonly expires: number | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const LONGEST_PRESIGN_S = 604_800;
/** State is kept by region, in folders too: `..` must not be one. */
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/;
const TIMESTAMP = /^\d{8}T\d{6}Z$/;

export const headerValue = (request: SignedRequest, name: string): string | undefined => {
  const value = request.headers[name];
  if (typeof value === 'string') return value;
  // Whoever signs names the headers: what JavaScript gives every object is none of them.
  return Array.isArray(value) ? value.join(',') : undefined;
};

/** A query that is signed, in the form of today or in Signature Version 2. */
const PRESIGNED = /(?:^|&)X-Amz-(?:Signature|Algorithm|Credential)=/;
const PRESIGNED_V2 = /(?:^|&)AWSAccessKeyId=/;

/** @throws AuthFault `missing`, `twoMechanisms`, `oldMechanism`, `incomplete`, `noRegion` or `presignInvalid`. */
export const parseAuthorization = (request: SignedRequest): Authorization => {
  const header = headerValue(request, 'authorization');
  const presigned = PRESIGNED.test(request.query);
  if (header !== undefined && presigned) {
    throw new AuthFault(
      'twoMechanisms',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      { ArgumentName: 'Authorization', ArgumentValue: header },
    );
  }
  if (header?.startsWith('AWS ') || (header === undefined && PRESIGNED_V2.test(request.query))) {
    throw new AuthFault('oldMechanism');
  }
  if (header !== undefined) return fromHeader(header, request);
  if (presigned) return fromQuery(request);
  throw new AuthFault('missing');
};

type Scope = Pick<Authorization, 'accessKeyId' | 'date' | 'region' | 'service'>;

/** All of a header but its signature: the same for every request that a client makes in a day. */
interface HeaderParts extends Scope {
  readonly signedHeaders: string;
}

const CACHED_HEADERS = 1000;
const headerCache = new Map<string, HeaderParts>();

const fromHeader = (header: string, request: SignedRequest): Authorization => {
  const at = header.lastIndexOf('Signature=');
  const head = at < 0 ? header : header.slice(0, at);
  const parts = headerCache.get(head) ?? parseHead(head);
  const signature = at < 0 ? '' : header.slice(at + 'Signature='.length).trim();
  if (!signature) throw new AuthFault('incomplete', "Authorization header requires 'Signature' parameter.");
  const timestamp = headerValue(request, 'x-amz-date') ?? fromHttpDate(headerValue(request, 'date'));
  if (!timestamp || !TIMESTAMP.test(timestamp)) {
    throw new AuthFault(
      'incomplete',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  checkDate(parts.date, timestamp, 'incomplete');
  if (headerCache.size >= CACHED_HEADERS) headerCache.clear();
  headerCache.set(head, parts);
  const { accessKeyId, date, region, service, signedHeaders } = parts;
  const token = headerValue(request, 'x-amz-security-token');
  return { accessKeyId, date, region, service, signedHeaders, signature, timestamp, token, expires: undefined };
};

/** `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…,` in any order. */
const parseHead = (head: string): HeaderParts => {
  if (!head.startsWith(`${ALGORITHM} `)) {
    throw new AuthFault('incomplete', `Unsupported authorization type: '${head.split(' ', 1)[0] ?? ''}'.`);
  }
  const values = new Map<string, string>();
  for (const part of head.slice(ALGORITHM.length + 1).split(',')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    if (at < 0) {
      throw new AuthFault('incomplete', `'${part.trim()}' not a valid key=value pair in Authorization header.`);
    }
    values.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  const credential = values.get('Credential');
  const signedHeaders = values.get('SignedHeaders');
  if (!credential) throw new AuthFault('incomplete', "Authorization header requires 'Credential' parameter.");
  if (!signedHeaders) throw new AuthFault('incomplete', "Authorization header requires 'SignedHeaders' parameter.");
  return { ...scopeOf(credential, 'incomplete'), signedHeaders };
};

const fromQuery = (request: SignedRequest): Authorization => {
  const parameters = new URLSearchParams(request.query);
  const parameter = (name: string): string => {
    const value = parameters.get(name);
    if (value) return value;
    throw new AuthFault(
      'presignInvalid',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  };
  if (parameter('X-Amz-Algorithm') !== ALGORITHM) {
    throw new AuthFault('presignInvalid', `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  const timestamp = parameter('X-Amz-Date');
  const asked = parameter('X-Amz-Expires');
  if (!TIMESTAMP.test(timestamp)) {
    throw new AuthFault('presignInvalid', "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const expires = Number(asked);
  if (!/^-?\d+$/.test(asked)) throw new AuthFault('presignInvalid', 'X-Amz-Expires should be a number');
  if (expires < 0) throw new AuthFault('presignInvalid', 'X-Amz-Expires must be non-negative');
  if (expires > LONGEST_PRESIGN_S) {
    throw new AuthFault(
      'presignInvalid',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  const scope = scopeOf(parameter('X-Amz-Credential'), 'presignInvalid');
  checkDate(scope.date, timestamp, 'presignInvalid');
  return {
    ...scope,
    signedHeaders: parameter('X-Amz-SignedHeaders'),
    signature: parameter('X-Amz-Signature'),
    timestamp,
    token: parameters.get('X-Amz-Security-Token') ?? undefined,
    expires,
  };
};

const scopeOf = (credential: string, kind: 'incomplete' | 'presignInvalid'): Scope => {
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw new AuthFault(
      kind,
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, ' +
        `got '${credential}'`,
    );
  }
  if (!REGION.test(region)) {
    throw new AuthFault(
      kind === 'presignInvalid' ? kind : 'noRegion',
      `Credential should be scoped to a valid region, not '${region}'.`,
    );
  }
  return { accessKeyId, date, region, service };
};

const checkDate = (date: string, timestamp: string, kind: 'incomplete' | 'presignInvalid'): void => {
  if (timestamp.startsWith(date)) return;
  throw new AuthFault(
    kind,
    `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
  );
};

const fromHttpDate = (date: string | undefined): string | undefined => {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : amzTimestamp(time);
};

/** `YYYYMMDDTHHMMSSZ` of a time in milliseconds since the epoch. */
export const amzTimestamp = (time: number): string =>
  new Date(time)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '');

/** Milliseconds since the epoch of `YYYYMMDDTHHMMSSZ`. */
export const parseAmzTimestamp = (text: string): number =>
  Date.UTC(
    Number(text.slice(0, 4)),
    Number(text.slice(4, 6)) - 1,
    Number(text.slice(6, 8)),
    Number(text.slice(9, 11)),
    Number(text.slice(11, 13)),
    Number(text.slice(13, 15)),
  );
