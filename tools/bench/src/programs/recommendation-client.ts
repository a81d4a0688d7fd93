/** A process that serves recommendations as a team does: writes data versions, deploys function and HTTP API, through the library. */
import { readFile } from 'node:fs/promises';
import { awsClients } from '@gradus/aws';
import { defineModel, type Model } from '@gradus/core';
import {
  ensureRecommendationApi,
  ensureRecommendationTable,
  switchData,
  writeRecommendations,
  type RecommendationRow,
} from '@gradus/serving/recommendations';
import { REGION } from '../load/requests.ts';
import type { Profile } from '../process/bench-plane.ts';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

/** Makes function and API what is asked for; another size of memory is another version of the function. */
export interface Deploy {
  readonly deploy: { readonly memory: number; readonly provisioned?: number };
}

/** Writes a data version of so many users. */
export interface Write {
  readonly version: string;
  readonly users: number;
}

const { endpoint, profile, zip } = optionsOf<{ endpoint: string; profile: Profile; zip: string }>();
const account = '000000000000';
const context = {
  clients: awsClients({ region: REGION, connection: { endpoint, ...profile } }),
  environment: {
    ...{ namespace: 'bench', account, region: REGION, roleArn: `arn:aws:iam::${account}:role/bench` },
    poll: { first: 10, most: 100 },
  },
};

/** Throttled by nothing but what AWS gives an account. */
const THROTTLE = { rate: 10_000, burst: 5000 };
const LIMIT = 10;

const modelOf = (api: object = {}): Model =>
  defineModel({
    name: 'films',
    level: 0,
    notebook: { file: './films.ipynb' },
    serve: { recommendations: { limit: LIMIT, api: { throttle: THROTTLE, ...api } } },
  });

function* rows(users: number): Generator<RecommendationRow> {
  const items = (user: number) =>
    Array.from({ length: LIMIT }, (_, rank) => ({
      ContentID: String((user * 7919 + rank * 104_729) % 100_000),
      Score: Math.round((1 - rank / LIMIT) * Math.abs(Math.sin(user + 1)) * 1e6) / 1e6,
    }));
  yield { popular: true, items: items(0) };
  for (let user = 1; user <= users; user += 1) yield { user: String(user), items: items(user) };
}

const deploy = async ({ memory, provisioned }: Deploy['deploy']): Promise<unknown> => {
  const model = modelOf({ memory, ...(provisioned !== undefined && { provisionedConcurrency: provisioned }) });
  const { url, aliasArn } = await ensureRecommendationApi(model, context, await readFile(zip));
  return { path: new URL(url).pathname, aliasArn };
};

const write = async ({ version, users }: Write): Promise<unknown> => {
  const model = modelOf();
  const table = await ensureRecommendationTable(model, context);
  const startedAt = performance.now();
  await writeRecommendations(model, version, rows(users), context);
  const seconds = (performance.now() - startedAt) / 1000;
  await switchData(model, version, context, { why: 'bench' });
  return { seconds, table };
};

serveParent({
  ready: {},
  answer: (asked: Deploy | Write) => ('deploy' in asked ? deploy(asked.deploy) : write(asked)),
});
