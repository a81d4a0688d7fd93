/** One page of a lineage query's entities, by depth and ARN, and the token that names where the next begins. */
import { createHash } from 'node:crypto';
import { validationException } from '../../../wire/aws-error.ts';
import { pacedEach } from './paced-each.ts';

export interface Place {
  readonly depth: number;
  readonly arn: string;
}

export interface VertexPage {
  /** In order. */
  readonly arns: readonly string[];
  /** On which page a place is: one before, this one, or one after. */
  readonly position: (place: Place) => 'before' | 'here' | 'after';
  readonly nextToken: string | undefined;
}

const isBeyond = (one: Place, other: Place): boolean =>
  one.depth === other.depth ? one.arn > other.arn : one.depth > other.depth;

/**
 * `query` is what a token serves for. Pages neither repeat nor skip an entity that stays at its depth.
 * @throws AwsError ValidationException for a token that the query did not make
 */
export const pageOfVertices = async (
  vertices: Iterable<Place>,
  {
    query,
    MaxResults,
    token,
  }: { readonly query: string; readonly MaxResults: number; readonly token: string | undefined },
): Promise<VertexPage> => {
  const after = token ? readToken(token, query) : undefined;
  /** The page, and the one that follows it. */
  const next: Place[] = [];
  await pacedEach(vertices, (place) => {
    if (after && !isBeyond(place, after)) return;
    const at = next.findLastIndex((each) => isBeyond(place, each)) + 1;
    next.splice(at, 0, place);
    if (next.length > MaxResults + 1) next.pop();
  });
  const here = next.slice(0, MaxResults);
  const last = here.at(-1);
  return {
    arns: here.map(({ arn }) => arn),
    position: (place) => {
      if (after && !isBeyond(place, after)) return 'before';
      return !last || isBeyond(place, last) ? 'after' : 'here';
    },
    nextToken: next.length > MaxResults ? writeToken(last!, query) : undefined,
  };
};

const checksum = ({ depth, arn }: Place, query: string): string =>
  createHash('sha256')
    .update(JSON.stringify([depth, arn]))
    .update(query)
    .digest('base64url')
    .slice(0, 22);

const writeToken = (place: Place, query: string): string =>
  Buffer.from(JSON.stringify([checksum(place, query), place.depth, place.arn])).toString('base64url');

const readToken = (token: string, query: string): Place => {
  try {
    const [, depth, arn] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, number, string];
    if (writeToken({ depth, arn }, query) === token) return { depth, arn };
  } catch {
    // Not JSON: answered as any other token that was not given out.
  }
  throw validationException('Invalid pagination token.');
};
