/** A row of recommendations as a job hands it over, checked and cut. */
import { createHash } from 'node:crypto';
import type { Recommendations } from '@gradus/core';
import { errors } from '../errors.ts';
import { popularKey, reverseKey, userKey, type Key } from './keys.ts';
import type { RecommendItem } from './recommendation-item.ts';

interface Recommended {
  /** One of the model's types; its first when absent. */
  readonly type?: string;
  /** One of the model's contents; its first when absent. */
  readonly contents?: string;
  /** Best first; what is beyond the limit is cut off. */
  readonly items: readonly RecommendItem[];
}

/** What is recommended to a user, or with `popular` to all whom nobody knows. */
export type RecommendationRow =
  | ({ readonly user: string; readonly popular?: never } & Recommended)
  | ({ readonly popular: true; readonly user?: never } & Recommended);

/** A row that keeps every rule. */
export interface CheckedRow {
  /** Absent: the popular row. */
  readonly user?: string;
  readonly type: string;
  readonly contents: string;
  readonly items: readonly RecommendItem[];
  readonly key: Key;
  /** SHA-256 of all that it says. */
  readonly digest: Buffer;
}

/** DynamoDB holds no number that is larger, nor smaller and not 0. */
const LARGEST = 9e125;
const SMALLEST = 1e-130;

const scoreFits = (score: unknown): boolean =>
  typeof score === 'number' &&
  Number.isFinite(score) &&
  Math.abs(score) <= LARGEST &&
  (score === 0 || Math.abs(score) >= SMALLEST);

const checkItems = (items: unknown, invalid: (message: string, got: unknown, allowed: string) => Error): void => {
  if (!Array.isArray(items) || items.length === 0) throw invalid('has no items', items, 'at least one');
  const seen = new Set<unknown>();
  for (const item of items as readonly (Partial<RecommendItem> | null | undefined)[]) {
    const { ContentID, Score } = item ?? {};
    if (typeof ContentID !== 'string' || ContentID === '') {
      throw invalid('has an item without a ContentID', item, '{ ContentID: text, Score: number }');
    }
    if (!scoreFits(Score)) {
      throw invalid(`has a Score of ${ContentID} that DynamoDB cannot hold`, Score, 'a finite number, 1e-130 to 9e125');
    }
    if (seen.has(ContentID)) throw invalid(`recommends ${ContentID} twice`, ContentID, 'each content once');
    seen.add(ContentID);
  }
};

/**
 * The row, its names filled in and its items cut.
 * @param index which row it is, for messages
 * @throws GradusError RECOMMENDATION_ROW_INVALID, RECOMMENDATION_KEY_INVALID
 */
export const checkRow = (
  row: RecommendationRow,
  index: number,
  version: string,
  settings: Pick<Recommendations, 'types' | 'contents' | 'limit'>,
): CheckedRow => {
  const invalid = (message: string, got: unknown, allowed: string): Error =>
    errors.make('RECOMMENDATION_ROW_INVALID', `row ${index + 1} ${message}`, { got, allowed: [allowed] });
  const { type = settings.types[0]!, contents = settings.contents[0]!, popular } = row;
  if ((row.user === undefined) === (popular === undefined)) {
    throw invalid('says neither or both of user and popular', row, '{ user: id, … } or { popular: true, … }');
  }
  if (!settings.types.includes(type)) throw invalid('has an unknown type', type, settings.types.join(', '));
  if (!settings.contents.includes(contents))
    throw invalid('has unknown contents', contents, settings.contents.join(', '));
  checkItems(row.items, invalid);
  const place = { version, type, contents };
  const items = row.items.slice(0, settings.limit).map(({ ContentID, Score }) => ({ ContentID, Score }));
  const said = JSON.stringify([
    row.user ?? null,
    type,
    contents,
    items.map(({ ContentID, Score }) => [ContentID, Score]),
  ]);
  return {
    ...(row.user !== undefined && { user: row.user }),
    type,
    contents,
    items,
    key: row.user === undefined ? popularKey(place) : userKey(row.user, place),
    digest: createHash('sha256').update(said).digest(),
  };
};

/** Keys of who was recommended what; none for the popular row. */
export const reverseKeys = ({ user, items }: Pick<CheckedRow, 'user' | 'items'>, version: string): Key[] =>
  user === undefined ? [] : items.map(({ ContentID }) => reverseKey(ContentID, version, user));
