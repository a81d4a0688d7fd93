/**
 * The task `prepare-train-data` of the ranker: the spine of its training set. A request is a user at the time of one of the user's
 * events, and has a row for each candidate; the one that was watched then has the label 1.
 *
 * The last event of each user is for the test alone. The events before it are for training, with candidates of a first stage that was
 * trained without any of them: what the first stage has learned by heart would be worth nothing later.
 */
import { leaveLastOut } from '../prepare-train-data/leave-last-out.ts';
import { prepareTrainData, type TrainData } from '../prepare-train-data/train-data.ts';
import { recommenderOf, train } from '../train/train.ts';
import { seededRandom, type Random } from '../watch-log/random.ts';
import type { WatchLog } from '../watch-log/watch-log.ts';
import { candidateFinder, type Candidate } from './candidates.ts';

/** A row of a spine: who, what, when. */
export interface RequestRow {
  /** Rows of one number compete with each other. */
  readonly request: number;
  readonly user_id: number;
  readonly contents_code: number;
  /** When the request is made, in seconds since 1970. */
  readonly event_time: number;
  readonly base_score: number;
  readonly base_rank: number;
}

export interface RankingRow extends RequestRow {
  readonly part: 'train' | 'test';
  readonly label: 0 | 1;
}

export interface RankingOptions {
  readonly seed?: number;
  /** Events of each user, before the last one, that training learns from. */
  readonly events?: number;
  /** Movies that the second stage orders. */
  readonly candidates?: number;
  /** Candidates of a training request beside the one that was watched. */
  readonly negatives?: number;
}

const defaultRankingOptions: Required<RankingOptions> = { seed: 1, events: 4, candidates: 60, negatives: 15 };

const timesOf = (log: WatchLog): ((user: number, item: number) => number) => {
  const last = new Map<string, number>();
  for (let row = 0; row < log.user_id.length; row++) {
    const key = `${log.user_id[row]}/${log.contents_code[row]}`;
    last.set(key, Math.max(last.get(key) ?? 0, log.event_time[row]!));
  }
  return (user, item) => last.get(`${user}/${item}`)!;
};

/** So many of the candidates, each as likely, in their order. */
const sampled = (candidates: readonly Candidate[], count: number, random: Random): Candidate[] => {
  const left = [...candidates];
  while (left.length > count) left.splice(random.integer(left.length), 1);
  return left;
};

/** The rows of training and test requests, by request. Training requests whose watched movie is no candidate teach nothing and are left out. */
export const rankingRows = (log: WatchLog, options: RankingOptions = {}): RankingRow[] => {
  const { seed, events, candidates, negatives } = { ...defaultRankingOptions, ...options };
  const random = seededRandom(seed);
  const time = timesOf(log);
  const test = leaveLastOut(prepareTrainData(log));
  const splits = [];
  for (let data: TrainData = test.train; splits.length < events; data = splits.at(-1)!.train)
    splits.push(leaveLastOut(data));
  const { neighbours } = train(splits.at(-1)?.train ?? test.train);
  const rows: RankingRow[] = [];
  let request = 0;
  const { users, items } = test.train;
  const add = (part: RankingRow['part'], user: number, target: number, found: readonly Candidate[]): void => {
    const event_time = time(users[user]!, items[target]!);
    for (const { item, base_score, base_rank } of found) {
      const ids = { request, user_id: users[user]!, contents_code: items[item]!, event_time };
      rows.push({ part, ...ids, label: item === target ? 1 : 0, base_score, base_rank });
    }
    request += 1;
  };
  for (const { train: data, target } of splits) {
    const find = candidateFinder(recommenderOf(data, neighbours), candidates);
    for (let user = 0; user < users.length; user++) {
      if (target[user]! < 0) continue;
      const found = find(user);
      const watched = found.find(({ item }) => item === target[user]);
      if (!watched) continue;
      const others = found.filter((each) => each !== watched);
      add('train', user, target[user]!, [watched, ...sampled(others, negatives, random)]);
    }
  }
  const find = candidateFinder(train(test.train), candidates);
  for (let user = 0; user < users.length; user++) {
    if (test.target[user]! >= 0) add('test', user, test.target[user]!, find(user));
  }
  return rows;
};

/** The task `prepare-inference-data`: for each user the candidates not yet watched, at one time. */
export const inferenceRows = (log: WatchLog, event_time: number, options: RankingOptions = {}): RequestRow[] => {
  const data = prepareTrainData(log);
  const find = candidateFinder(train(data), options.candidates ?? defaultRankingOptions.candidates);
  return Array.from(data.users).flatMap((user_id, user) =>
    find(user).map(({ item, base_score, base_rank }) => ({
      ...{ request: user, user_id, contents_code: data.items[item]!, event_time },
      ...{ base_score, base_rank },
    })),
  );
};
