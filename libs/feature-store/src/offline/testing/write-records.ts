/** Records as the Parquet files of an offline store. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureGroup } from '../../groups/feature-group.ts';
import type { Engine } from '../duckdb.ts';
import { SQL_TYPES } from '../record-source.ts';
import { literal, quoted } from '../sql.ts';
import type { StoredRecord } from './random-feature-data.ts';

const jsonOf = (group: FeatureGroup, record: StoredRecord): string =>
  JSON.stringify({
    ...Object.fromEntries(group.features.slice(2).map(({ name }, index) => [name, record.values[index]])),
    id: record.id,
    event_time:
      group.eventTimeType === 'Fractional' ? record.eventTime / 1000 : new Date(record.eventTime).toISOString(),
    invoked: record.invoked,
    written: record.written,
    is_deleted: record.deleted,
  });

/** Writes them to as many files, in turn; returns the paths. */
export const writeRecords = async (
  engine: Engine,
  group: FeatureGroup,
  records: readonly StoredRecord[],
  folder: string,
  files = 2,
): Promise<string[]> => {
  const paths: string[] = [];
  for (let file = 0; file < files; file += 1) {
    const part = records.filter((_, index) => index % files === file);
    if (part.length === 0) continue;
    const path = join(folder, `${group.name}-${file}`);
    await writeFile(`${path}.ndjson`, part.map((record) => jsonOf(group, record)).join('\n'));
    const types = Object.fromEntries(group.features.map(({ name, type }) => [name, SQL_TYPES[type]]));
    types['event_time'] = group.eventTimeType === 'Fractional' ? 'DOUBLE' : 'VARCHAR';
    const columns = Object.entries({ ...types, invoked: 'BIGINT', written: 'BIGINT', is_deleted: 'BOOLEAN' });
    await engine.run(
      `COPY (SELECT ${Object.keys(types).map(quoted).join(', ')}, epoch_ms(written) AS write_time,
         epoch_ms(invoked) AS api_invocation_time, is_deleted
       FROM read_json(${literal(`${path}.ndjson`)}, format = 'newline_delimited',
         columns = {${columns.map(([name, type]) => `${quoted(name)}: ${literal(type)}`).join(', ')}}))
       TO ${literal(`${path}.parquet`)} (FORMAT parquet)`,
    );
    paths.push(`${path}.parquet`);
  }
  return paths;
};
