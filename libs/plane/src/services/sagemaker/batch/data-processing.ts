/**
 * DataProcessing of a transform job: what of the input the model gets, and what of input and output is kept.
 * @source docs - CSV: input fields, then output fields; JSON: the output as `SageMakerOutput` of the input object
 */
import { setImmediate } from 'node:timers/promises';
import type { DataProcessing as Configuration, TransformInput, TransformOutput } from '@aws-sdk/client-sagemaker';
import { parseJsonPath, selectJsonPath, type JsonPath } from './json-path.ts';
import {
  answersOf,
  decodeAnswer,
  decodeRecord,
  encodeRecord,
  linesOf,
  recordFormat,
  type RecordFormat,
} from './record-format.ts';

export interface DataProcessing {
  readonly inputFilter: JsonPath;
  readonly outputFilter: JsonPath;
  readonly join: boolean;
  readonly inputFormat: RecordFormat;
  readonly outputFormat: RecordFormat;
  /** Whether the object is split, so that a payload holds records even where the format has none. */
  readonly split: boolean;
}

/** Undefined when the job asks for nothing but the model's own answers. @throws JsonPathError */
export const dataProcessing = (
  configuration: Configuration | undefined,
  input: TransformInput,
  output: TransformOutput,
): DataProcessing | undefined => {
  const { InputFilter = '$', OutputFilter = '$', JoinSource = 'None' } = configuration ?? {};
  const [inputFilter, outputFilter] = [parseJsonPath(InputFilter || '$'), parseJsonPath(OutputFilter || '$')];
  const join = JoinSource === 'Input';
  if (inputFilter.length === 0 && outputFilter.length === 0 && !join) return undefined;
  return {
    inputFilter,
    outputFilter,
    join,
    inputFormat: recordFormat(input.ContentType) ?? 'JSON',
    outputFormat: recordFormat(output.Accept ?? input.ContentType) ?? 'JSON',
    split: (input.SplitType ?? 'None') !== 'None',
  };
};

export interface FilteredPayload {
  /** What the model gets. */
  readonly payload: string;
  /** The whole records, for the join. */
  readonly records: readonly unknown[];
}

/** Records that are looked at before other calls to the plane have their turn. */
const SLICE = 500;

const mapInTurns = async <In, Out>(values: readonly In[], each: (value: In, index: number) => Out): Promise<Out[]> => {
  const made: Out[] = [];
  for (const [index, value] of values.entries()) {
    if (index % SLICE === SLICE - 1) await setImmediate();
    made.push(each(value, index));
  }
  return made;
};

/** @throws RecordFormatError, JsonPathError */
export const filterInput = async (processing: DataProcessing, text: string): Promise<FilteredPayload> => {
  const { inputFormat: format, inputFilter, split } = processing;
  const whole = format === 'JSON' && !split;
  const records = await mapInTurns(whole ? [text] : linesOf(text), (record) => decodeRecord(format, record));
  if (inputFilter.length === 0) return { payload: text, records };
  const kept = await mapInTurns(records, (record) => encodeRecord(format, selectJsonPath(inputFilter, record)));
  return { payload: kept.join('\n') + (/\n$/.test(text) ? '\n' : ''), records };
};

/** @throws RecordFormatError, JsonPathError */
export const filterOutput = async (
  processing: DataProcessing,
  records: readonly unknown[],
  answer: string,
): Promise<string> => {
  const { outputFormat: format, outputFilter, join } = processing;
  if (!join && outputFilter.length === 0) return answer;
  const answers = answersOf(format, answer, join ? records.length : countOf(format, answer));
  const kept = await mapInTurns(answers, (text, index) => {
    const output = decodeAnswer(format, text);
    const joined = join ? joinRecord(format, records[index], output) : output;
    return encodeRecord(format, selectJsonPath(outputFilter, joined));
  });
  return kept.join('\n') + (/\n$/.test(answer) ? '\n' : '');
};

/** Without a join an answer may hold any number of records; one of JSON is one, unless it is a document per line. */
const countOf = (format: RecordFormat, answer: string): number => {
  if (format !== 'JSON') return linesOf(answer).length;
  try {
    JSON.parse(answer);
    return 1;
  } catch {
    return linesOf(answer).length;
  }
};

const joinRecord = (format: RecordFormat, input: unknown, output: unknown): unknown => {
  if (format === 'CSV') return [...(input as string[]), ...(output as string[])];
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return { ...(isObject ? input : { SageMakerInput: input }), SageMakerOutput: output };
};
