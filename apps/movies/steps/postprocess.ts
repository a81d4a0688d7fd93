/** The task `postprocess`: recommendations as rows of the serving table, by the lab's parameters. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Recommended } from './inference.ts';
import { writeRows } from './rows.ts';

/** As the lab names them. */
export interface ServeParameters {
  readonly serve_data_version: string;
  /** Seconds until what this version supersedes expires. */
  readonly serve_data_ttl: number;
  readonly serve_contents_limit: number;
  readonly serve_recommend_type: string;
  readonly serve_contents_type: string;
}

export const defaultServeParameters: ServeParameters = {
  serve_data_version: '1',
  serve_data_ttl: 259_200,
  serve_contents_limit: 10,
  serve_recommend_type: 'like',
  serve_contents_type: 'movie',
};

interface Said {
  readonly type: string;
  readonly contents: string;
  readonly items: readonly { readonly ContentID: string; readonly Score: number }[];
}

/** A row as `writeRecommendations` takes it. */
export type TableRow = ({ readonly user: string } & Said) | ({ readonly popular: true } & Said);

const tableRow = ({ user, items }: Recommended, parameters: ServeParameters): TableRow => {
  const said = {
    type: parameters.serve_recommend_type,
    contents: parameters.serve_contents_type,
    items: items
      .slice(0, parameters.serve_contents_limit)
      .map(({ contents_code, score }) => ({ ContentID: String(contents_code), Score: score })),
  };
  return user === undefined ? { popular: true, ...said } : { user: String(user), ...said };
};

async function* recommendedOf(file: string): AsyncGenerator<Recommended> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line !== '') yield JSON.parse(line) as Recommended;
  }
}

/**
 * Writes what `inference` wrote as NDJSON that `gradus write-recommendations` takes, and says how the table is to be written.
 * @returns the file, how many rows it has, and what the library's verbs take of the parameters
 */
export const postprocess = async (
  inferred: string,
  folder: string,
  given: Partial<ServeParameters> = {},
): Promise<{ file: string; rows: number; version: string; limit: number; ttl: number }> => {
  const parameters = { ...defaultServeParameters, ...given };
  const version = parameters.serve_data_version;
  const file = join(folder, `recommendations-${version}.ndjson`);
  const rows: TableRow[] = [];
  for await (const recommended of recommendedOf(inferred)) rows.push(tableRow(recommended, parameters));
  return {
    ...{ file, rows: await writeRows(file, rows), version },
    ...{ limit: parameters.serve_contents_limit, ttl: parameters.serve_data_ttl },
  };
};
