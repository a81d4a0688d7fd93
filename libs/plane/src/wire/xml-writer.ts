/** Writes an output as the XML of rest-xml and query: one compiled writer per shape. */
import type {
  MemberModel,
  ScalarShape,
  ServiceModel,
  StructureShape,
  TimestampFormat,
} from '../models/service-model.ts';
import { compiledShapes, shapeOf, type ShapeCompiler } from './compiled-shapes.ts';
import { writeScalar } from './text-scalar.ts';
import { escapeXml } from './xml-element.ts';
import { containerNames, elementName } from './xml-names.ts';

type Writer = (value: unknown) => string;

const wrap = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const memberWriter = (compiler: ShapeCompiler<Writer>, name: string, member: MemberModel): Writer => {
  const element = elementName(compiler.model, name, member);
  const shape = shapeOf(compiler.model, member.shape);
  if (shape.type === 'list') {
    const { flattened, entry } = containerNames(member, shape);
    const write = compiler.shape(shape.member.shape);
    const entries = (value: unknown, each: string): string =>
      (value as unknown[]).map((item) => wrap(each, write(item))).join('');
    return flattened ? (value) => entries(value, element) : (value) => wrap(element, entries(value, entry));
  }
  if (shape.type === 'map') {
    const { flattened, entry } = containerNames(member, shape);
    const write = compiler.shape(shape.value.shape);
    const [keyName, valueName] = [shape.key.locationName ?? 'key', shape.value.locationName ?? 'value'];
    const entries = (value: unknown, each: string): string =>
      Object.entries(value as Record<string, unknown>)
        .map(([key, item]) => wrap(each, wrap(keyName, escapeXml(key)) + wrap(valueName, write(item))))
        .join('');
    return flattened ? (value) => entries(value, element) : (value) => wrap(element, entries(value, entry));
  }
  const write = compiler.shape(member.shape);
  return (value) => wrap(element, write(value));
};

const structureWriter = (shape: StructureShape, compiler: ShapeCompiler<Writer>): Writer => {
  const members = Object.entries(shape.members)
    .filter(([, member]) => member.location === undefined)
    .map(([name, member]) => ({ name, write: memberWriter(compiler, name, member) }));
  return (value) => {
    const from = value as Record<string, unknown>;
    let content = '';
    for (const { name, write } of members) {
      const each = from[name];
      if (each !== undefined && each !== null) content += write(each);
    }
    return content;
  };
};

const scalarWriter =
  (shape: ScalarShape, format: TimestampFormat): Writer =>
  (value) =>
    escapeXml(writeScalar(shape, value, format));

/** The content of an element of the shape, without the element itself. */
export const xmlContentWriter: (model: ServiceModel, shapeName: string) => Writer = compiledShapes<[unknown], string>(
  (shape, compiler, name) => {
    if (shape.type === 'structure') return structureWriter(shape, compiler);
    if (shape.type === 'list' || shape.type === 'map') throw new Error(`${name} has no place of its own in XML`);
    return scalarWriter(shape, 'iso8601');
  },
);
