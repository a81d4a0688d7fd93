/** One sequence of all changes of objects: it orders the versions of a key, and the events that tell of them. */
import type { Store } from '../../store/store.ts';

/** The next number, within the caller's transaction. */
export const nextSequence = (store: Store): number => {
  store.run('insert into s3_sequence (id, value) values (1, 1) on conflict (id) do update set value = value + 1');
  return store.get<{ value: number }>('select value from s3_sequence where id = 1')!.value;
};
