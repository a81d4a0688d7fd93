/** Leave-last-out: each user's last event is held out, the rest is for training. */
import { countItems, type TrainData } from './train-data.ts';

export interface LeaveLastOut {
  /** The same users and items; histories without the held-out events, popularity counted on these alone. */
  train: TrainData;
  /** The held-out item per user; -1 for a user of one event, who is not evaluated. */
  target: Int32Array;
}

/** Splits `data`; which event is the last one is `prepareTrainData`'s rule. */
export function leaveLastOut(data: TrainData): LeaveLastOut {
  const count = data.users.length;
  const target = new Int32Array(count).fill(-1);
  const offsets = new Uint32Array(count + 1);
  const kept: number[] = [];
  for (let user = 0; user < count; user++) {
    const start = data.offsets[user]!;
    const end = data.offsets[user + 1]!;
    const held = end - start > 1;
    if (held) target[user] = data.item[end - 1]!;
    for (let at = start; at < (held ? end - 1 : end); at++) kept.push(at);
    offsets[user + 1] = kept.length;
  }
  const item = Uint32Array.from(kept, (at) => data.item[at]!);
  const step = Uint32Array.from(kept, (at) => data.step[at]!);
  const train = { ...data, offsets, item, step, popularity: countItems(item, data.items.length) };
  return { train, target };
}
