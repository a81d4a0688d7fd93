/** One page of a lineage query's entities, by depth and ARN, and the token that names where the next begins. */
import { createHash } from 'node:crypto';
import { validationException } from '../../../wire/aws-error.ts';
import type { WalkedEntity } from './lineage-filter.ts';

type Vertex = WalkedEntity & { readonly depth: number };
type Place = readonly [depth: number, arn: string];

export interface VertexPage {
  readonly vertices: readonly Vertex[];
  /** On which page an entity stands: one before, this one, or one after. */
  readonly position: (arn: string) => 'before' | 'here' | 'after';
  readonly nextToken: string | undefined;
}

const isBeyond = ([depth, arn]: Place, [otherDepth, otherArn]: Place): boolean =>
  depth === otherDepth ? arn > otherArn : depth > otherDepth;

const placeOf = ({ depth, arn }: Vertex): Place => [depth, arn];

/**
 * `query` is what a token serves for. Pages neither repeat nor skip an entity that stays at its depth.
 * @throws AwsError ValidationException for a token that the query did not make
 */
export const pageOfVertices = (
  vertices: readonly Vertex[],
  {
    query,
    MaxResults,
    token,
  }: { readonly query: string; readonly MaxResults: number; readonly token: string | undefined },
): VertexPage => {
  const sorted = [...vertices].sort((one, other) => (isBeyond(placeOf(one), placeOf(other)) ? 1 : -1));
  const after = token ? readToken(token, query) : undefined;
  const rest = after ? sorted.filter((vertex) => isBeyond(placeOf(vertex), after)) : sorted;
  const here = rest.slice(0, MaxResults);
  const shown = new Set(here.map(({ arn }) => arn));
  const later = new Set(rest.slice(MaxResults).map(({ arn }) => arn));
  return {
    vertices: here,
    position: (arn) => (shown.has(arn) ? 'here' : later.has(arn) ? 'after' : 'before'),
    nextToken: later.size > 0 ? writeToken(placeOf(here.at(-1)!), query) : undefined,
  };
};

const checksum = (place: Place, query: string): string =>
  createHash('sha256').update(JSON.stringify(place)).update(query).digest('base64url').slice(0, 22);

const writeToken = (place: Place, query: string): string =>
  Buffer.from(JSON.stringify([checksum(place, query), ...place])).toString('base64url');

const readToken = (token: string, query: string): Place => {
  try {
    const [, depth, arn] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, number, string];
    if (writeToken([depth, arn], query) === token) return [depth, arn];
  } catch {
    // Not JSON: answered as any other token that was not given out.
  }
  throw validationException('Invalid pagination token.');
};
