/** Reads the associations of many entities from their table, some at a time. */
import type { Store } from '../../../store/store.ts';
import { Pace } from '../search/pace.ts';
import type { EdgesOf, LineageEdge } from './lineage-walk.ts';

const ARNS_AT_ONCE = 200;
const ROWS_AT_ONCE = 500;

type Row = LineageEdge & Record<string, unknown>;

export const edgesIn =
  (store: Store): EdgesOf =>
  async (arns, end, visit) => {
    const pace = new Pace();
    const other = end === 'source' ? 'destination' : 'source';
    const ofMany = (some: readonly string[]): readonly Row[] =>
      store.all<Row>(
        `select source, destination, type from sagemaker_association where ${end} in (select value from json_each(?))
         limit ${ROWS_AT_ONCE}`,
        JSON.stringify(some),
      );
    const ofOne = (arn: string, after: string): readonly Row[] =>
      store.all<Row>(
        `select source, destination, type from sagemaker_association where ${end} = ? and ${other} > ?
         order by ${other} limit ${ROWS_AT_ONCE}`,
        arn,
        after,
      );
    const read = async (some: readonly string[]): Promise<void> => {
      if (pace.spent) await pace.pause();
      const rows = ofMany(some);
      if (rows.length < ROWS_AT_ONCE) rows.forEach(visit);
      else if (some.length > 1) {
        const half = some.length >> 1;
        await read(some.slice(0, half));
        await read(some.slice(half));
      } else await readOne(some[0]!);
    };
    const readOne = async (arn: string): Promise<void> => {
      for (let after = ''; ;) {
        if (pace.spent) await pace.pause();
        const rows = ofOne(arn, after);
        rows.forEach(visit);
        if (rows.length < ROWS_AT_ONCE) return;
        after = rows.at(-1)![other];
      }
    };
    for (let from = 0; from < arns.length; from += ARNS_AT_ONCE) await read(arns.slice(from, from + ARNS_AT_ONCE));
  };
