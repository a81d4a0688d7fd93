import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { popularItems } from '../steps/inference.ts';
import { postprocess } from '../steps/postprocess.ts';
import { writeRows } from '../steps/rows.ts';
import { generateWatchLog } from './watch-log/generate-watch-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'movies-postprocess-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('postprocess', () => {
  const items = [7, 8, 9].map((contents_code, rank) => ({ contents_code, score: 1 - rank / 4 }));

  it('writes rows of the serving table by the lab’s parameters, cut at the limit; nobody’s are the popular ones', async () => {
    const inferred = join(folder, 'inference.ndjson');
    await writeRows(inferred, [{ items }, { user: 42, items }]);
    const made = await postprocess(inferred, folder, {
      ...{ serve_data_version: '3', serve_contents_limit: 2, serve_recommend_type: 'watch-next', serve_data_ttl: 60 },
    });
    expect(made).toEqual({ file: join(folder, 'recommendations-3.ndjson'), rows: 2, version: '3', limit: 2, ttl: 60 });
    const said = { type: 'watch-next', contents: 'movie' };
    const cut = [
      { ContentID: '7', Score: 1 },
      { ContentID: '8', Score: 0.75 },
    ];
    const lines = readFileSync(made.file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { popular: true, ...said, items: cut },
      { user: '42', ...said, items: cut },
    ]);
  });

  it('popular are the most watched movies, by the share of users who did', () => {
    const log = generateWatchLog({ users: 40, movies: 50, events: 1500 });
    const { user, items: popular } = popularItems(log, 5);
    expect(user).toBeUndefined();
    const scores = popular.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const [first] = popular;
    const watchers = new Set(log.user_id.filter((_, row) => log.contents_code[row] === first!.contents_code));
    expect(first!.score).toBeCloseTo(watchers.size / 40, 6);
  });
});
