/** Scalars as text, as headers, URIs, query strings and XML carry them. */
import type { ScalarShape, TimestampFormat } from '../models/service-model.ts';
import { wholeOf } from './integer-range.ts';
import { formatTimestamp, parseTimestamp } from './timestamps.ts';

const wholeNumber = /^[+-]?\d+$/;
const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$|^-?Infinity$|^NaN$/;

/** The value that `text` stands for; undefined when it is not of the type. */
export const readScalar = (shape: ScalarShape, text: string): unknown => {
  switch (shape.type) {
    case 'string':
      return text;
    case 'integer':
    case 'long':
      return wholeNumber.test(text) ? wholeOf(shape.type, Number(text)) : undefined;
    case 'float':
    case 'double':
      return decimalNumber.test(text) ? Number(text) : undefined;
    case 'boolean':
      return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;
    case 'timestamp':
      return parseTimestamp(text);
    case 'blob':
      return Buffer.from(text, 'base64');
  }
};

export const writeScalar = (shape: ScalarShape, value: unknown, timestampFormat: TimestampFormat): string => {
  if (shape.type === 'timestamp') return formatTimestamp(value as Date, shape.timestampFormat ?? timestampFormat);
  if (shape.type === 'blob') return Buffer.from(value as Uint8Array).toString('base64');
  return String(value);
};
