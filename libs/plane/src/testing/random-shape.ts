/** Random values of a model's shapes, seeded: what a property test sends through the wire. */
import type { SeededRandom } from '@gradus/core';
import type { ListShape, MapShape, MemberModel, ScalarShape, ServiceModel } from '../models/service-model.ts';
import { shapeOf } from '../wire/compiled-shapes.ts';

export interface RandomShapeOptions {
  readonly model: ServiceModel;
  readonly random: SeededRandom;
  /** Members that stay out, as `Shape.Member`: those that a client computes or changes itself. */
  readonly omit?: RegExp;
  /** Values of the outermost members by name, in place of random ones. */
  readonly fixed?: Readonly<Record<string, unknown>>;
}

const bodyAlphabet = Array.from('abcXYZ019 -_./:<>&"\'\\\t\n\u00e9\u00df\u4e2d\u{1f600}{}[]%+=#?~');
const headerAlphabet = Array.from('abcXYZ019-_./:;=+');
const maxDepth = 8;

const lengthOf = (shape: ScalarShape | ListShape | MapShape, random: SeededRandom, usual: number): number => {
  const least = shape.min ?? 0;
  const most = Math.max(least, Math.min(shape.max ?? least + usual, least + usual));
  return least + random.integer(most - least + 1);
};

const randomText = (shape: ScalarShape, random: SeededRandom, alphabet: readonly string[], least: number): string => {
  if (shape.enum !== undefined) return shape.enum[random.integer(shape.enum.length)]!;
  const length = Math.max(least, lengthOf(shape, random, 12));
  // The SDK reads XML text of nothing but spaces and line ends as no text.
  let text = length > 0 ? 'k' : '';
  while (text.length < length) text += alphabet[random.integer(alphabet.length)]!;
  return text;
};

const randomNumber = (shape: ScalarShape, random: SeededRandom): number => {
  const least = shape.min ?? 0;
  const most = Math.min(shape.max ?? least + 100_000, least + 100_000);
  const whole = shape.type === 'integer' || shape.type === 'long';
  return whole ? least + random.integer(most - least + 1) : least + random.next() * (most - least);
};

const randomScalar = (shape: ScalarShape, { random }: RandomShapeOptions, member: MemberModel): unknown => {
  switch (shape.type) {
    case 'string':
      return member.location === undefined
        ? randomText(shape, random, bodyAlphabet, 0)
        : randomText(shape, random, headerAlphabet, 1);
    case 'boolean':
      return random.next() < 0.5;
    case 'timestamp': {
      // HTTP dates have no fraction of a second.
      const whole = member.location !== undefined || shape.timestampFormat === 'rfc822';
      const seconds = 1_700_000_000 + random.integer(100_000_000);
      return new Date(seconds * 1000 + (whole ? 0 : random.integer(1000)));
    }
    case 'blob':
      return Uint8Array.from({ length: 1 + random.integer(40) }, () => random.integer(256));
    default:
      return randomNumber(shape, random);
  }
};

const randomMember = (member: MemberModel, options: RandomShapeOptions, depth: number): unknown => {
  const { model, random } = options;
  const shape = shapeOf(model, member.shape);
  switch (shape.type) {
    case 'structure': {
      const names = Object.keys(shape.members);
      const only = shape.union === true ? names[random.integer(names.length)] : undefined;
      const omitted = (name: string): boolean => options.omit?.test(`${member.shape}.${name}`) === true;
      // An empty structure cannot be told from none in every protocol.
      const always = shape.required?.[0] ?? names.find((name) => !omitted(name));
      const value: Record<string, unknown> = {};
      for (const name of names) {
        if (omitted(name)) continue;
        const wanted =
          only === undefined ? name === always || (random.next() < 0.6 && depth < maxDepth) : only === name;
        if (!wanted && name !== shape.payload && shape.required?.includes(name) !== true) continue;
        const each = shape.members[name]!;
        value[name] = (depth === 0 ? options.fixed?.[name] : undefined) ?? randomMember(each, options, depth + 1);
      }
      return value;
    }
    case 'list': {
      const length = Math.max(1, lengthOf(shape, random, 3));
      const entry = { ...shape.member, ...(member.location === undefined ? {} : { location: member.location }) };
      return Array.from({ length }, () => randomMember(entry, options, depth + 1));
    }
    case 'map': {
      const inHeaders = member.location === 'headers';
      const entries = Array.from({ length: Math.max(1, lengthOf(shape, random, 3)) }, (_, index) => {
        const value: MemberModel = inHeaders ? { ...shape.value, location: 'header' } : shape.value;
        return [`key-${String(index)}`, randomMember(value, options, depth + 1)] as const;
      });
      return Object.fromEntries(entries);
    }
    default:
      return randomScalar(shape, options, member);
  }
};

/** A value of a shape: required members and a random choice of the others. Patterns are not kept. */
export const randomShape = (shapeName: string, options: RandomShapeOptions): Record<string, unknown> =>
  randomMember({ shape: shapeName }, options, 0) as Record<string, unknown>;
