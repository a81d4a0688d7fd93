import { describe, expect, it } from 'vitest';
import { dataProcessing, filterInput, filterOutput, type DataProcessing } from './data-processing.ts';

const processing = (
  ContentType: string,
  configuration: { InputFilter?: string; OutputFilter?: string; JoinSource?: 'Input' | 'None' },
  SplitType: 'None' | 'Line' = 'Line',
): DataProcessing =>
  dataProcessing(
    configuration,
    { ContentType, SplitType, DataSource: undefined },
    { Accept: ContentType, S3OutputPath: undefined },
  )!;

describe('DataProcessing', () => {
  it('is none when it asks for nothing', () => {
    expect(processing('text/csv', { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' })).toBeUndefined();
  });

  it('leaves fields of CSV as they are written', async () => {
    const csv = processing('text/csv', { InputFilter: '$[1:]', OutputFilter: '$[0,-1]', JoinSource: 'Input' });
    const { payload, records } = await filterInput(csv, '1,"a, b", x\n2,"say ""hi""",y');
    expect(payload).toBe('"a, b", x\n"say ""hi""",y');
    expect(await filterOutput(csv, records, '0.1\n0.2\n')).toBe('1,0.1\n2,0.2\n');
  });

  it('joins JSON objects, and what is none', async () => {
    const lines = processing('application/jsonlines', { InputFilter: '$.features', JoinSource: 'Input' });
    const { payload, records } = await filterInput(lines, '{"id":1,"features":[1,2]}\n{"id":2,"features":[3]}');
    expect(payload).toBe('[1,2]\n[3]');
    expect(await filterOutput(lines, records, '{"p":3}\n{"p":4}')).toBe(
      '{"id":1,"features":[1,2],"SageMakerOutput":{"p":3}}\n{"id":2,"features":[3],"SageMakerOutput":{"p":4}}',
    );
    const whole = processing('application/json', { JoinSource: 'Input' }, 'None');
    const array = await filterInput(whole, '[1,\n2]');
    expect(array.payload).toBe('[1,\n2]');
    expect(await filterOutput(whole, array.records, '3')).toBe('{"SageMakerInput":[1,2],"SageMakerOutput":3}');
  });

  it('filters answers without a join', async () => {
    const json = processing('application/json', { OutputFilter: "$['score']" });
    expect(await filterOutput(json, [], '{"score": 1, "rest": 2}')).toBe('1');
    expect(await filterOutput(json, [], '{"score":1}\n{"score":2}')).toBe('1\n2');
  });

  it('names what cannot be read', async () => {
    const csv = processing('text/csv', { JoinSource: 'Input' });
    await expect(filterOutput(csv, [['1'], ['2']], '0.1')).rejects.toThrow(
      'Failed to parse output from the algorithm as CSV',
    );
    const json = processing('application/json', { JoinSource: 'Input' });
    await expect(filterOutput(json, [{}], 'no json')).rejects.toThrow(
      'Failed to parse output from the algorithm as JSON',
    );
    await expect(filterInput(json, 'no json')).rejects.toThrow('Failed to parse a record as JSON');
  });

  it('gives other calls their turn between records', async () => {
    const csv = processing('text/csv', { InputFilter: '$[1:]', JoinSource: 'Input' });
    const text = '1,2\n'.repeat(5_000);
    let [turns, over] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    turn();
    const { payload, records } = await filterInput(csv, text);
    const taken = turns;
    await filterOutput(csv, records, payload);
    over = true;
    expect([taken, turns - taken].every((count) => count >= 5)).toBe(true);
  });
});
