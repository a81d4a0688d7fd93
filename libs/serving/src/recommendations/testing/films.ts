/** A model that recommends, and its table on a plane, for specs. */
import type { AwsClients } from '@gradus/aws';
import { defineModel, type Model } from '@gradus/core';
import { ensureRecommendationTable } from '../ensure-recommendation-table.ts';
import type { RecommendationRow } from '../recommendation-row.ts';

export const films: Model = defineModel({
  name: 'films',
  level: 0,
  notebook: { file: './films.ipynb' },
  serve: { recommendations: { types: ['like', 'watch'], contents: ['movie'], limit: 3, reverseItems: true } },
});

/** Without who was recommended what. */
export const plainFilms: Model = {
  ...films,
  serve: { recommendations: { ...films.serve.recommendations!, reverseItems: false } },
};

let namespaces = 0;

/** A table of its own, on the plane of the spec. */
export const filmsTable = async (plane: { clients(): Pick<AwsClients, 'dynamodb' | 'sts'> }) => {
  namespaces += 1;
  const environment = { namespace: `spec${namespaces}`, poll: { first: 5, most: 50 } };
  const { dynamodb, sts } = plane.clients();
  const context = { clients: { dynamodb, sts }, environment };
  return { ...context, table: await ensureRecommendationTable(films, context) };
};

export type FilmsTable = Awaited<ReturnType<typeof filmsTable>>;

/** What a version recommends to a user: three films in an order that the version gives. */
export const filmsFor = (user: number, version: number) =>
  Array.from({ length: 3 }, (_, rank) => ({
    ContentID: `film-${(user * 7 + rank * version) % 20}`,
    Score: 1 - rank / 10 + version / 1000,
  }));

/** Popular recommendations, and those of so many users. */
export const filmRows = (users: number, version = 1, name = (user: number) => String(user)): RecommendationRow[] => [
  { popular: true, items: filmsFor(0, version) },
  ...Array.from({ length: users }, (_, user) => ({ user: name(user), items: filmsFor(user, version) })),
];
