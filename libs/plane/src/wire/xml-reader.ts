/** Reads an XML request body into a shape; what the schema does not allow is S3's MalformedXML. */
import type { MemberModel, ServiceModel, StructureShape } from '../models/service-model.ts';
import { shapeOf } from './compiled-shapes.ts';
import { malformedXml } from './serialization-error.ts';
import { readScalar } from './text-scalar.ts';
import { parseXml, type XmlElement } from './xml-element.ts';
import { containerNames, elementName } from './xml-names.ts';

const childrenNamed = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name);

const readStructure = (model: ServiceModel, shape: StructureShape, element: XmlElement): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    if (member.location !== undefined) continue;
    const found = childrenNamed(element, elementName(model, name, member));
    if (found.length > 0) result[name] = readMember(model, member, found);
  }
  if (shape.required?.some((name) => shape.members[name]?.location === undefined && result[name] === undefined)) {
    throw malformedXml();
  }
  return result;
};

/** A member's value from the elements of its name: one, or as many as a flattened container has entries. */
const readMember = (model: ServiceModel, member: MemberModel, elements: XmlElement[]): unknown => {
  const shape = shapeOf(model, member.shape);
  const first = elements[0]!;
  if (shape.type === 'list' || shape.type === 'map') {
    const { flattened, entry } = containerNames(member, shape);
    const entries = flattened ? elements : childrenNamed(first, entry);
    if (shape.type === 'list') return entries.map((each) => readMember(model, shape.member, [each]));
    return Object.fromEntries(
      entries.map((each) => {
        const key = childrenNamed(each, shape.key.locationName ?? 'key');
        const value = childrenNamed(each, shape.value.locationName ?? 'value');
        if (key.length !== 1 || value.length !== 1) throw malformedXml();
        return [key[0]!.text, readMember(model, shape.value, value)] as const;
      }),
    );
  }
  if (elements.length > 1) throw malformedXml();
  if (shape.type === 'structure') return readStructure(model, shape, first);
  const value = first.children.length > 0 ? undefined : readScalar(shape, first.text);
  if (value === undefined) throw malformedXml();
  return value;
};

/** The structure in `body`, whose root element must be `rootName`; throws MalformedXML. */
export const readXmlBody = (model: ServiceModel, shapeName: string, rootName: string, body: string): unknown => {
  let root: XmlElement;
  try {
    root = parseXml(body);
  } catch {
    throw malformedXml();
  }
  const shape = shapeOf(model, shapeName);
  if (root.name !== rootName || shape.type !== 'structure') throw malformedXml();
  return readStructure(model, shape, root);
};
