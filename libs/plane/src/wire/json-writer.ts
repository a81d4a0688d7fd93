/** Turns an output into what JSON.stringify writes as the JSON protocols want it; unknown members are dropped. */
import type { MapShape, StructureShape, TimestampFormat } from '../models/service-model.ts';
import { compiledShapes, type ShapeCompiler } from './compiled-shapes.ts';
import { formatTimestamp } from './timestamps.ts';

type Writer = (value: never) => unknown;
type AnyWriter = (value: unknown) => unknown;

const same: AnyWriter = (value) => value;

const writeFloat = (value: number): unknown => (Number.isFinite(value) ? value : String(value));

const writeBytes = (value: Uint8Array): string =>
  Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');

const timestampWriter = (format: TimestampFormat | undefined): Writer =>
  format === undefined || format === 'unixTimestamp'
    ? (value: Date) => value.getTime() / 1000
    : (value: Date) => formatTimestamp(value, format);

const structureWriter = (shape: StructureShape, compiler: ShapeCompiler<AnyWriter>): AnyWriter => {
  const members = new Map<string, { name: string; write: AnyWriter }>();
  for (const [name, member] of Object.entries(shape.members)) {
    if (member.location !== undefined) continue;
    members.set(name, { name: member.locationName ?? name, write: compiler.shape(member.shape) });
  }
  return (value) => {
    const from = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const key in from) {
      const each = from[key];
      if (each === undefined || each === null) continue;
      const member = members.get(key);
      if (member !== undefined) result[member.name] = member.write(each);
    }
    return result;
  };
};

const mapWriter = (shape: MapShape, compiler: ShapeCompiler<AnyWriter>): AnyWriter => {
  const write = compiler.shape(shape.value.shape);
  return (value) =>
    Object.fromEntries(Object.entries(value as Record<string, unknown>).map(([key, each]) => [key, write(each)]));
};

/** The writer of a shape: takes a value, gives plain JSON data. */
export const jsonWriter = compiledShapes<[unknown], unknown>((shape, compiler) => {
  switch (shape.type) {
    case 'structure':
      return structureWriter(shape, compiler);
    case 'map':
      return mapWriter(shape, compiler);
    case 'list': {
      const write = compiler.shape(shape.member.shape);
      return (value) => (value as unknown[]).map(write);
    }
    case 'timestamp':
      return timestampWriter(shape.timestampFormat) as AnyWriter;
    case 'blob':
      return writeBytes as AnyWriter;
    case 'float':
    case 'double':
      return writeFloat as AnyWriter;
    default:
      return same;
  }
});
