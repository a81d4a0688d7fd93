/** The content hash of a watch log: the same events in any order give the same hash. */
import { createHash } from 'node:crypto';
import { canonicalOrder, type WatchLog } from './watch-log.ts';

/** Hex sha256 over the events in canonical order, one line `user_id,contents_code,event_time,rating` each. */
export function contentHash(log: WatchLog): string {
  const hash = createHash('sha256');
  let lines = '';
  for (const row of canonicalOrder(log)) {
    lines += `${log.user_id[row]},${log.contents_code[row]},${log.event_time[row]},${log.rating[row]}\n`;
    if (lines.length > 65_536) {
      hash.update(lines);
      lines = '';
    }
  }
  return hash.update(lines).digest('hex');
}
