/** Keys of the recommendation table: every one is built and parsed here, so that no id can pose as another key. */
import { errors } from '../errors.ts';

/** A partition and a sort key, as text. */
export interface Key {
  readonly PK: string;
  readonly SK: string;
}

/** Which recommendations: of which data version, for what, of what. */
export interface Place {
  readonly version: string;
  readonly type: string;
  readonly contents: string;
}

/** DynamoDB's bounds of a partition and of a sort key, in bytes of UTF-8. */
const LIMITS = { PK: 2048, SK: 1024 } as const;

/** Half of a surrogate pair. */
const UNSOUND = /\p{Surrogate}/u;

/** `#` parts a key, so a part has it as `%23`, and `%` as `%25`; all else stands as it is. */
const escape = (what: string, part: string): string => {
  const invalid = (message: string, remedy: string) =>
    errors.make('RECOMMENDATION_KEY_INVALID', `the ${what} ${message}`, { got: part, remedy });
  if (typeof part !== 'string') throw invalid('is not text', 'Write it as text.');
  if (part === '') throw invalid('is empty', 'Leave out rows without one.');
  if (UNSOUND.test(part)) throw invalid('has half of a surrogate pair, which UTF-8 cannot hold', 'Give it as Unicode.');
  return part.replaceAll('%', '%25').replaceAll('#', '%23');
};

const unescape = (part: string): string | undefined =>
  /%(?!2[35])/.test(part) || part === '' ? undefined : part.replaceAll('%23', '#').replaceAll('%25', '%');

const within = (side: keyof typeof LIMITS, key: string): string => {
  const bytes = Buffer.byteLength(key);
  if (bytes <= LIMITS[side]) return key;
  throw errors.make('RECOMMENDATION_KEY_INVALID', `a key of ${bytes} bytes is longer than DynamoDB takes`, {
    got: `${key.slice(0, 60)}…`,
    allowed: [`${LIMITS[side]} bytes of UTF-8`],
    remedy: 'Give ids that are shorter, e.g. their hash.',
  });
};

const sortOf = ({ version, type, contents }: Place): string =>
  within(
    'SK',
    `V#${escape('data version', version)}#RT#${escape('type of recommendation', type)}#CT#${escape('type of contents', contents)}`,
  );

/** Of what is recommended to a user. */
export const userKey = (user: string, place: Place): Key => ({
  PK: within('PK', `U#${escape('id of a user', user)}`),
  SK: sortOf(place),
});

/** Of what is recommended to users nobody knows. */
export const popularKey = (place: Place): Key => ({ PK: 'C#popular', SK: sortOf(place) });

/** The partition of who was recommended some content in a data version. */
export const contentPartition = (content: string, version: string): string =>
  within('PK', `C#${escape('id of a content', content)}#V#${escape('data version', version)}`);

/** Of the fact that a content was recommended to a user in a data version. */
export const reverseKey = (content: string, version: string, user: string): Key => ({
  PK: contentPartition(content, version),
  SK: within('SK', `U#${escape('id of a user', user)}`),
});

export type ParsedKey =
  | ({ readonly kind: 'user'; readonly user: string } & Place)
  | ({ readonly kind: 'popular' } & Place)
  | { readonly kind: 'reverse'; readonly content: string; readonly version: string; readonly user: string };

const USER = /^U#([^#]+)$/;
const PLACE = /^V#([^#]+)#RT#([^#]+)#CT#([^#]+)$/;
const CONTENT = /^C#([^#]+)#V#([^#]+)$/;

const partsOf = (pattern: RegExp, key: string): string[] | undefined => {
  const parts = pattern.exec(key)?.slice(1).map(unescape);
  return parts?.every((part) => part !== undefined) ? parts : undefined;
};

/** What a key says; undefined for a key of the table's own records and for what is no key of this table. */
export const parseKey = ({ PK, SK }: Key): ParsedKey | undefined => {
  const place = partsOf(PLACE, SK);
  const user = partsOf(USER, PK);
  if (place) {
    const [version, type, contents] = place as [string, string, string];
    if (PK === 'C#popular') return { kind: 'popular', version, type, contents };
    return user && { kind: 'user', user: user[0]!, version, type, contents };
  }
  const content = partsOf(CONTENT, PK);
  const owner = partsOf(USER, SK);
  return content && owner && { kind: 'reverse', content: content[0]!, version: content[1]!, user: owner[0]! };
};

/** The item that says which data version is served. */
export const POINTER_KEY: Key = { PK: 'P#served', SK: 'P#served' };

/** The partition of the history of what was served, oldest first. */
export const HISTORY_PARTITION = 'P#history';

export const historyKey = (revision: number): Key => ({
  PK: HISTORY_PARTITION,
  SK: `R#${String(revision).padStart(12, '0')}`,
});

/** The partition of the records of data versions. */
export const VERSIONS_PARTITION = 'M#versions';

export const versionKey = (version: string): Key => ({
  PK: VERSIONS_PARTITION,
  SK: within('SK', `V#${escape('data version', version)}`),
});

/** The partition of the ledger of a data version: which rows were written, chunk by chunk. */
export const ledgerPartition = (version: string): string =>
  within('PK', `M#ledger#V#${escape('data version', version)}`);

export const ledgerKey = (version: string, chunk: number): Key => ({
  PK: ledgerPartition(version),
  SK: `K#${String(chunk).padStart(8, '0')}`,
});
