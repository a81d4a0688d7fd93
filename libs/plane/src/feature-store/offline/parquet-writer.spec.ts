import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureColumn } from './parquet-query.ts';
import { ParquetWriter } from './parquet-writer.ts';

const WRITE_TIME = Date.UTC(2025, 0, 2, 3, 4, 5, 678);

describe('ParquetWriter', () => {
  let folder: string;
  let writer: ParquetWriter;
  let files = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-parquet-'));
    writer = new ParquetWriter(join(folder, 'spill'));
  });
  afterAll(() => {
    writer.close();
    rmSync(folder, { recursive: true });
  });

  const query = async (sql: string): Promise<unknown[]> => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  };
  const write = async (
    features: readonly FeatureColumn[],
    records: readonly unknown[],
    by = writer,
  ): Promise<string> => {
    const [from, to] = [`${(files += 1)}.json`, `${files}.parquet`].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    const lines = records.map((record, index) => ({ invoked: WRITE_TIME - index, deleted: index % 2, record }));
    writeFileSync(from, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await by.write({ from, to, features, writeTime: WRITE_TIME });
    return to;
  };

  it('writes the columns of AWS in their types, compressed', async () => {
    const features = [
      { name: 'id', type: 'String' },
      { name: 'count-of', type: 'Integral' },
      { name: 'mean', type: 'Fractional' },
    ] as const;
    const file = await write(features, [['a', '1', '0.5'], ['b', null, null], ['c']]);
    expect(await query(`select column_name, column_type from (describe select * from '${file}')`)).toEqual(
      [
        ['id', 'VARCHAR'],
        ['count-of', 'BIGINT'],
        ['mean', 'DOUBLE'],
        ['write_time', 'TIMESTAMP'],
        ['api_invocation_time', 'TIMESTAMP'],
        ['is_deleted', 'BOOLEAN'],
      ].map(([column_name, column_type]) => ({ column_name, column_type })),
    );
    const rest = { write_time: '2025-01-02 03:04:05.678' };
    const at = (time: string): object => ({ ...rest, api_invocation_time: `2025-01-02 03:04:05.${time}` });
    expect(await query(`from '${file}'`)).toEqual([
      { id: 'a', 'count-of': '1', mean: 0.5, ...at('678'), is_deleted: false },
      { id: 'b', 'count-of': null, mean: null, ...at('677'), is_deleted: true },
      { id: 'c', 'count-of': null, mean: null, ...at('676'), is_deleted: false },
    ]);
    expect(await query(`select distinct compression from parquet_metadata('${file}')`)).toEqual([
      { compression: 'SNAPPY' },
    ]);
  });

  it('keeps every text and number as it is', async () => {
    const texts = ['', ' a ', 'null', 'é 漢字 🎬', 'a\u0000b', '"\\\n\t\r\'', '{"a":[1]}', '[', 'x'.repeat(300_000)];
    const integers = ['9223372036854775807', '-9223372036854775808', '+5', '007', '-0'];
    const numbers = [
      '1.7976931348623157e308',
      '4.9e-324',
      '0.30000000000000004',
      '9007199254740993',
      '.5',
      '5.',
      '+1E3',
    ];
    const rows = texts.map((text, index) => [text, integers[index] ?? null, numbers[index] ?? null]);
    const file = await write(
      [
        { name: 's', type: 'String' },
        { name: 'i', type: 'Integral' },
        { name: 'f', type: 'Fractional' },
      ],
      rows,
    );
    expect(await query(`select s, i, f from '${file}'`)).toEqual(
      rows.map(([s, i, f]) => ({ s, i: i ? String(BigInt(i.replace('+', ''))) : null, f: f ? Number(f) : null })),
    );
  });

  it('writes a record of 2,500 features in the memory that it has', async () => {
    const features = Array.from({ length: 2500 }, (_, index) => ({
      name: `feature_${index}`,
      type: (['Integral', 'Fractional', 'String'] as const)[index % 3]!,
    }));
    const records = Array.from({ length: 400 }, (_, row) => features.map((_feature, index) => String(row * index)));
    const file = await write(features, records);
    expect(
      await query(`select feature_2499, feature_2498, write_time is null as n from '${file}' limit 1 offset 2`),
    ).toEqual([{ feature_2499: '4998', feature_2498: '4996', n: false }]);
  }, 30_000);

  it('ends when nothing has come for a while, and never while it writes', async () => {
    const hasty = new ParquetWriter(join(folder, 'spill'), 1);
    const feature = [{ name: 'n', type: 'String' }] as const;
    await Promise.all([write(feature, [['1']], hasty), write(feature, [['2']], hasty)]);
    const many = Array.from({ length: 30_000 }, () => ['x'.repeat(100)]);
    expect(await query(`select count(*) as n from '${await write(feature, many, hasty)}'`)).toEqual([{ n: '30000' }]);
    hasty.close();
  });

  it('says why it cannot write, and writes the next; a killed process is started anew', async () => {
    const feature = [{ name: 'n', type: 'Integral' }] as const;
    await expect(write(feature, [['no number']])).rejects.toThrow(/Could not convert string 'no number'/);
    const lost = write(feature, [['1']]);
    writer.close();
    await expect(lost).rejects.toThrow('the writer of Parquet ended: SIGKILL');
    expect(await query(`select n from '${await write(feature, [['2']])}'`)).toEqual([{ n: '2' }]);
  });
});
