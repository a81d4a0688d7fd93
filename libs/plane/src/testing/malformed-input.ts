/** Malformed requests from a model's tables, seeded: one fault in an input, and what AWS says of it. */
import type { SeededRandom } from '@gradus/core';
import type { MemberModel, ScalarShape, ServiceModel, StructureShape } from '../models/service-model.ts';
import { shapeOf } from '../wire/compiled-shapes.ts';
import { randomShape } from './random-shape.ts';

export interface Malformed {
  /** What is wrong, for a failing test's message. */
  readonly fault: string;
  /** The JSON text of the request. */
  readonly body: string | Buffer;
  /** What the text says; absent when it is no JSON. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** The error that AWS answers, and text that its message holds. */
  readonly code: string;
  readonly message: string;
}

type Fields = Record<string, unknown>;

/** A member that stands in an input, and where. */
interface Place {
  readonly holder: Fields;
  readonly name: string;
  readonly member: MemberModel;
  readonly required: boolean;
  /** As AWS's messages spell it: `productionVariants.1.member.instanceType`. */
  readonly path: string;
}

interface Fault {
  readonly fault: string;
  readonly code: string;
  readonly message: string;
  readonly plant: () => void;
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Members in the body that no list of scalars holds. */
const placesIn = (model: ServiceModel, shape: StructureShape, holder: Fields, prefix: string): Place[] =>
  Object.entries(shape.members).flatMap(([name, member]) => {
    if (member.location !== undefined) return [];
    const path = prefix + lowerFirst(name);
    const place: Place = { holder, name, member, required: shape.required?.includes(name) === true, path };
    const value = holder[name];
    if (value === undefined) return [place];
    const inner = shapeOf(model, member.shape);
    if (inner.type === 'structure') return [place, ...placesIn(model, inner, value as Fields, `${path}.`)];
    if (inner.type !== 'list') return [place];
    const entry = shapeOf(model, inner.member.shape);
    if (entry.type !== 'structure') return [place];
    const entries = (value as Fields[]).flatMap((each, index) =>
      placesIn(model, entry, each, `${path}.${index + 1}.member.`),
    );
    return [place, ...entries];
  });

const WRONG_TYPE: Readonly<Record<string, unknown>> = {
  ...{ string: { of: 'another type' }, boolean: 'yes', integer: 'seven', long: 'seven', float: 'half', double: 'half' },
  ...{ timestamp: 'yesterday', blob: 7, structure: [1], list: 'one', map: [1] },
};

const constraintFaults = (shape: ScalarShape): readonly (readonly [value: unknown, constraint: string])[] => {
  const faults: [unknown, string][] = [];
  const numeric = /^(?:integer|long|float|double)$/.test(shape.type);
  if (numeric && shape.min !== undefined) {
    faults.push([shape.min - 1, `Member must have value greater than or equal to ${shape.min}`]);
  }
  if (numeric && shape.max !== undefined && shape.max < 2 ** 31 - 1) {
    faults.push([shape.max + 1, `Member must have value less than or equal to ${shape.max}`]);
  }
  if (shape.type !== 'string') return faults;
  if (shape.enum) faults.push(['NoSuchValue', 'Member must satisfy enum value set: [']);
  if (shape.max !== undefined && shape.max < 10_000) {
    faults.push(['x'.repeat(shape.max + 1), `Member must have length less than or equal to ${shape.max}`]);
  }
  if (shape.min !== undefined && shape.min > 0) {
    faults.push(['', `Member must have length greater than or equal to ${shape.min}`]);
  }
  // No pattern of the tables that names characters takes a bell.
  if (shape.pattern?.startsWith('[a-zA-Z0-9]') || shape.pattern?.startsWith('^[a-zA-Z0-9]')) {
    faults.push(['\u0007', `Member must satisfy regular expression pattern: ${shape.pattern}`]);
  }
  return faults;
};

const faultsAt = (model: ServiceModel, { holder, name, member, required, path }: Place): readonly Fault[] => {
  const shape = shapeOf(model, member.shape);
  const key = member.locationName ?? name;
  const plant = (value: unknown) => (): void => {
    Reflect.deleteProperty(holder, name);
    if (value !== undefined) holder[key] = value;
  };
  const faults: Fault[] = [
    {
      ...{ fault: `${path} is no ${shape.type}`, code: 'SerializationException', message: '' },
      plant: plant(WRONG_TYPE[shape.type]),
    },
  ];
  const code = model.validationError;
  if (code === undefined) return faults;
  if (required) {
    const message = `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
    faults.push({ fault: `${path} is missing`, code, message, plant: plant(undefined) });
  }
  if (shape.type === 'structure' || shape.type === 'list' || shape.type === 'map') return faults;
  for (const [value, constraint] of constraintFaults(shape)) {
    const message = `at '${path}' failed to satisfy constraint: ${constraint}`;
    faults.push({ fault: `${path} breaks: ${constraint}`, code, message, plant: plant(value) });
  }
  return faults;
};

/** An input with its members under the names that travel; a planted fault stands under its own already. */
const wireNames = (model: ServiceModel, shapeName: string, value: unknown): unknown => {
  const shape = shapeOf(model, shapeName);
  if (shape.type === 'list' && Array.isArray(value)) {
    return value.map((each) => wireNames(model, shape.member.shape, each));
  }
  if (shape.type !== 'structure' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const member = shape.members[name];
      return member ? [member.locationName ?? name, wireNames(model, member.shape, each)] : [name, each];
    }),
  );
};

/** JSON as the wire has it: dates as seconds, bytes as base64. */
const wireText = (input: unknown): string =>
  JSON.stringify(input, function (this: Fields, key, value: unknown) {
    const original = this[key];
    if (original instanceof Date) return original.getTime() / 1000;
    return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : value;
  });

const brokenText = (text: string, random: SeededRandom): readonly [fault: string, body: string | Buffer] => {
  const choices: readonly (readonly [string, string | Buffer])[] = [
    ['the JSON is cut off', text.slice(0, random.integer(text.length - 1) + 1).replace(/\}$/, '')],
    ['the body is no JSON', `${text}}`],
    ['the body is a list', `[${text}]`],
    ['the body is a text', JSON.stringify(text)],
    ['the body is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['the body is XML', '<Input><Name>x</Name></Input>'],
  ];
  return choices[random.integer(choices.length)]!;
};

/** One malformed request of an operation that takes JSON. */
export const malformedInput = (model: ServiceModel, operation: string, random: SeededRandom): Malformed => {
  const shapeName = model.operations[operation]!.input;
  const shape = shapeName === undefined ? undefined : shapeOf(model, shapeName);
  const input = shapeName === undefined ? {} : randomShape(shapeName, { model, random });
  const places = shape?.type === 'structure' ? placesIn(model, shape, input, '') : [];
  if (places.length === 0 || random.next() < 0.1) {
    const [fault, body] = brokenText(wireText(shapeName ? wireNames(model, shapeName, input) : input), random);
    return { fault, body, code: 'SerializationException', message: '' };
  }
  // The kind first: else nearly every fault would be a wrong type.
  const faults = places.flatMap((place) => faultsAt(model, place));
  const kinds = [...new Set(faults.map(({ fault }) => fault.slice(fault.indexOf(' '))))];
  const kind = kinds[random.integer(kinds.length)]!;
  const alike = faults.filter(({ fault }) => fault.endsWith(kind));
  const { fault, code, message, plant } = alike[random.integer(alike.length)]!;
  plant();
  return { fault, body: wireText(wireNames(model, shapeName!, input)), input, code, message };
};
