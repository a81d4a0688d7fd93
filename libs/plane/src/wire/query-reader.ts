/** Reads the fields of a query-protocol request (`Tags.member.1.Key=a`) into a shape. */
import type { MemberModel, ServiceModel, StructureShape } from '../models/service-model.ts';
import { shapeOf } from './compiled-shapes.ts';
import type { Query } from './query-string.ts';
import { malformedInput } from './serialization-error.ts';
import { readScalar } from './text-scalar.ts';
import { containerNames, elementName } from './xml-names.ts';

/** The fields as a tree: one level per dot. */
interface FieldTree {
  value?: string;
  readonly below: Map<string, FieldTree>;
}

const treeOf = (fields: Query): FieldTree => {
  const root: FieldTree = { below: new Map() };
  for (const [name, value] of fields) {
    let node = root;
    for (const part of name.split('.')) {
      let next = node.below.get(part);
      if (next === undefined) node.below.set(part, (next = { below: new Map() }));
      node = next;
    }
    node.value = value;
  }
  return root;
};

/** The entries of a list or map by their number. */
const numbered = (tree: FieldTree): FieldTree[] =>
  [...tree.below]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, entry]) => entry);

const readMember = (model: ServiceModel, member: MemberModel, tree: FieldTree): unknown => {
  const shape = shapeOf(model, member.shape);
  if (shape.type === 'structure') return readStructure(model, shape, tree);
  if (shape.type === 'list' || shape.type === 'map') {
    const { flattened, entry } = containerNames(member, shape);
    const found = flattened ? tree : tree.below.get(entry);
    const entries = found === undefined ? [] : numbered(found);
    if (shape.type === 'list') return entries.map((each) => readMember(model, shape.member, each));
    return Object.fromEntries(
      entries.map((each) => {
        const value = each.below.get(shape.value.locationName ?? 'value');
        const key = each.below.get(shape.key.locationName ?? 'key')?.value ?? '';
        return [key, value === undefined ? null : readMember(model, shape.value, value)] as const;
      }),
    );
  }
  const value = tree.value === undefined ? undefined : readScalar(shape, tree.value);
  if (value === undefined) throw malformedInput();
  return value;
};

const readStructure = (model: ServiceModel, shape: StructureShape, tree: FieldTree): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const found = tree.below.get(elementName(model, name, member));
    if (found !== undefined) result[name] = readMember(model, member, found);
  }
  return result;
};

/** The input structure; throws MalformedInput for a field that is not of its type. */
export const readQueryFields = (model: ServiceModel, shapeName: string, fields: Query): Record<string, unknown> => {
  const shape = shapeOf(model, shapeName);
  return shape.type === 'structure' ? readStructure(model, shape, treeOf(fields)) : {};
};
