/** On-demand transforms of the view `ranking`: what only a user, a movie and the time of the request together say. */
import type { FeatureRow } from '@gradus/core';
import type model from '../model.ts';

type Row = FeatureRow<typeof model, 'ranking'>;
interface At {
  /** Seconds since 1970. */
  readonly time: number;
}

const DAY = 86_400;
const TREND_DAYS = 28;
/** Watches that a movie is given before its first, so that one of one is no trend. */
const PRIOR_WATCHES = 10;

const days = (from: number | null, { time }: At): number | null => (from === null ? null : (time - from) / DAY);

/** Days since the user watched anything. */
export const user_idle_days = (row: Row, at: At): number | null => days(row.user_last_watch_time, at);

/** Days since anybody watched the movie. */
export const item_idle_days = (row: Row, at: At): number | null => days(row.item_last_watch_time, at);

/** Days since the movie was watched first. */
export const item_age_days = (row: Row, at: At): number | null => days(row.item_first_watch_time, at);

/** How much better the movie is rated than the user rates. */
export const rating_gap = ({ item_mean_rating, user_mean_rating }: Row): number | null =>
  item_mean_rating === null || user_mean_rating === null ? null : item_mean_rating - user_mean_rating;

/** The share of the movie's watches that fell into the last four weeks; 0 once all of them are older. */
export const item_trend = (row: Row, at: At): number | null => {
  if (row.item_watch_count === null || row.item_watches_28d === null) return null;
  const idle = days(row.item_last_watch_time, at);
  const recent = idle === null || idle > TREND_DAYS ? 0 : row.item_watches_28d;
  return recent / (row.item_watch_count + PRIOR_WATCHES);
};

/** The share of the movie's genres that are among those that the user watched most of late. */
export const genre_match = ({ user_genres, item_genres }: Row): number | null => {
  if (user_genres === null || item_genres === null) return null;
  const liked = new Set(user_genres.split('|'));
  const genres = item_genres.split('|');
  return genres.filter((genre) => liked.has(genre)).length / genres.length;
};
