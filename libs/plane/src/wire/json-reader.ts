/** Reads the JSON of a request into a shape: dates and bytes made, unknown members dropped, wrong types refused. */
import { isUtf8 } from 'node:buffer';
import type { MapShape, ScalarShape, StructureShape } from '../models/service-model.ts';
import { compiledShapes, type ShapeCompiler } from './compiled-shapes.ts';
import { wholeOf } from './integer-range.ts';
import { serializationException } from './serialization-error.ts';
import { dateOf } from './timestamps.ts';

type Reader = (value: unknown) => unknown;

/** The JSON token as Coral's messages name it. */
const tokenOf = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return typeof value === 'number' ? 'NUMBER_VALUE' : 'STRING_VALUE';
};

const javaTypes: Record<ScalarShape['type'], string> = {
  string: 'a String',
  integer: 'an Integer',
  long: 'a Long',
  float: 'a Float',
  double: 'a Double',
  boolean: 'a Boolean',
  timestamp: 'a Date',
  blob: 'a ByteBuffer',
};

const wrongScalar = (value: unknown, type: ScalarShape['type']): Error => {
  if (Array.isArray(value)) return serializationException('Start of list found where not expected');
  if (typeof value === 'object') return serializationException('Start of structure or map found where not expected.');
  return serializationException(`${tokenOf(value)} can not be converted to ${javaTypes[type]}`);
};

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

const readFloat = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
};

const scalarReaders: Record<ScalarShape['type'], Reader> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  // Coral truncates a fraction.
  integer: (value) => (typeof value === 'number' ? wholeOf('integer', value) : undefined),
  long: (value) => (typeof value === 'number' ? wholeOf('long', value) : undefined),
  float: readFloat,
  double: readFloat,
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  timestamp: (value) => (typeof value === 'number' ? dateOf(value * 1000) : undefined),
  blob: (value) => (typeof value === 'string' && base64.test(value) ? Buffer.from(value, 'base64') : undefined),
};

const scalarReader = (type: ScalarShape['type']): Reader => {
  const read = scalarReaders[type];
  return (value) => {
    const result = read(value);
    if (result === undefined) throw wrongScalar(value, type);
    return result;
  };
};

const objectOf = (value: unknown): Record<string, unknown> => {
  if (Array.isArray(value)) throw serializationException('Start of list found where not expected');
  if (typeof value !== 'object') throw serializationException('Unexpected value type in payload');
  return value as Record<string, unknown>;
};

const structureReader = (shape: StructureShape, compiler: ShapeCompiler<Reader>): Reader => {
  const members = new Map<string, { name: string; read: Reader }>();
  for (const [name, member] of Object.entries(shape.members)) {
    if (member.location !== undefined) continue;
    members.set(member.locationName ?? name, { name, read: compiler.shape(member.shape) });
  }
  return (value) => {
    const from = objectOf(value);
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(from)) {
      const member = members.get(key);
      const each = from[key];
      if (member !== undefined && each !== null) result[member.name] = member.read(each);
    }
    return result;
  };
};

const mapReader = (shape: MapShape, compiler: ShapeCompiler<Reader>): Reader => {
  const read = compiler.shape(shape.value.shape);
  // From entries, so that a key such as `__proto__` is a key like any other.
  return (value) =>
    Object.fromEntries(Object.entries(objectOf(value)).map(([key, each]) => [key, each === null ? null : read(each)]));
};

const compiledReader = compiledShapes<[unknown], unknown>((shape, compiler) => {
  switch (shape.type) {
    case 'structure':
      return structureReader(shape, compiler);
    case 'map':
      return mapReader(shape, compiler);
    case 'list': {
      const read = compiler.shape(shape.member.shape);
      return (value) => {
        if (!Array.isArray(value)) {
          throw typeof value === 'object'
            ? serializationException('Start of structure or map found where not expected.')
            : serializationException('Expected list or null');
        }
        return value.map((each: unknown) => (each === null ? null : read(each)));
      };
    }
    default:
      return scalarReader(shape.type);
  }
});

/** The reader of a shape: takes parsed JSON, gives the value, throws SerializationException. */
export const jsonReader = compiledReader;

/** Parses the body of a request; throws SerializationException without a message, as AWS does. */
export const parseJson = (body: Buffer): unknown => {
  if (!isUtf8(body)) throw serializationException();
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw serializationException();
  }
};
