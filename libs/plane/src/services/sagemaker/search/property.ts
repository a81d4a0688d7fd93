/** The properties of a resource, by the names that Search knows them under; types come from the service's model. */
import { sagemakerModel } from '../../../models/sagemaker-model.ts';
import type { ShapeModel, StructureShape } from '../../../models/service-model.ts';

/** `any` is a text or a number as its value has it; `group` holds other properties and can only exist or not. */
export type PropertyType = 'text' | 'number' | 'timestamp' | 'boolean' | 'any' | 'group';

export interface Property {
  readonly name: string;
  readonly type: PropertyType;
  /** The lists around it, from the outermost; each is a property name. */
  readonly lists: readonly string[];
}

/** Shapes that hold others. */
const HOLDERS: ReadonlySet<string> = new Set(['structure', 'list', 'map']);

export const isScalar = (shapeName: string): boolean => !HOLDERS.has(shapeOf(shapeName).type);

/** Lists that are searched as maps, `Tags.<key>`; without `value` the rest of the element's members follow the key. */
export interface KeyedList {
  readonly key: string;
  readonly value?: string;
}

export const KEYED_LISTS: Readonly<Record<string, KeyedList>> = {
  TagList: { key: 'Key', value: 'Value' },
  TrialComponentMetricSummaries: { key: 'MetricName' },
};

/** Further names for a member: a training job's last metrics are `Metrics.<name>`. */
export const ALIASES: Readonly<
  Record<string, { readonly name: string; readonly member: string; readonly keyed: KeyedList }>
> = {
  TrainingJob: { name: 'Metrics', member: 'FinalMetricDataList', keyed: { key: 'MetricName', value: 'Value' } },
};

/** Maps of strings that may be numbers, and the structure that holds one or the other. */
export const ANY_VALUES: ReadonlySet<string> = new Set(['HyperParameterValue', 'TrialComponentParameterValue']);

export const shapeOf = (name: string): ShapeModel => sagemakerModel.shapes[name]!;

export const scalarType = (name: string): PropertyType => {
  if (ANY_VALUES.has(name)) return 'any';
  switch (shapeOf(name).type) {
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return 'number';
    case 'timestamp':
      return 'timestamp';
    case 'boolean':
      return 'boolean';
    default:
      return 'text';
  }
};

/**
 * The property that a name means; undefined when the shape has none such. Members may be written in any case.
 * `shape` is that of the resource's record.
 */
export const propertyOf = (shape: string, name: string): Property | undefined =>
  name === '' ? undefined : find(shape, name.split('.'), '', []);

const find = (
  shapeName: string,
  rest: readonly string[],
  path: string,
  lists: readonly string[],
): Property | undefined => {
  const shape = shapeOf(shapeName);
  if (ANY_VALUES.has(shapeName)) {
    const kept = rest.length === 0 || (rest.length === 1 && /^(number|string)value$/i.test(rest[0]!));
    return kept ? { name: path, type: 'any', lists } : undefined;
  }
  const keyed = KEYED_LISTS[shapeName];
  if (rest.length === 0) {
    // The name of a list of texts is that of the texts.
    if (shape.type === 'list' && !keyed) {
      const { shape: element } = shape.member;
      return { name: path, type: isScalar(element) ? scalarType(element) : 'group', lists };
    }
    const holds = keyed || shape.type === 'structure' || shape.type === 'map';
    return { name: path, type: holds ? 'group' : scalarType(shapeName), lists };
  }
  if (shape.type === 'list') {
    if (keyed) return findKeyed(shapeName, keyed, rest, path, lists);
    return find(shape.member.shape, rest, path, [...lists, path]);
  }
  if (shape.type === 'map') return findBehindKey(shape.value.shape, rest, path, lists);
  if (shape.type !== 'structure') return undefined;
  const [first, ...others] = rest as [string, ...string[]];
  const member =
    first in shape.members
      ? first
      : Object.keys(shape.members).find((each) => each.toLowerCase() === first.toLowerCase());
  const prefix = path === '' ? '' : `${path}.`;
  if (member !== undefined) return find(shape.members[member]!.shape, others, prefix + member, lists);
  const alias = ALIASES[shapeName];
  if (alias?.name.toLowerCase() !== first.toLowerCase()) return undefined;
  const name = prefix + alias.name;
  if (others.length === 0) return { name, type: 'group', lists };
  return findKeyed(shape.members[alias.member]!.shape, alias.keyed, others, name, lists);
};

const findKeyed = (
  listName: string,
  { value }: KeyedList,
  rest: readonly string[],
  path: string,
  lists: readonly string[],
): Property | undefined => {
  const list = shapeOf(listName);
  if (list.type !== 'list') return undefined;
  if (value === undefined) return findBehindKey(list.member.shape, rest, path, lists);
  const element = shapeOf(list.member.shape) as StructureShape;
  return { name: `${path}.${rest.join('.')}`, type: scalarType(element.members[value]!.shape), lists };
};

/** A key may hold dots: as much of the end as can be the value's own members is taken for them. */
const findBehindKey = (
  valueShape: string,
  rest: readonly string[],
  path: string,
  lists: readonly string[],
): Property | undefined => {
  for (let length = 1; length <= rest.length; length += 1) {
    const key = rest.slice(0, length).join('.');
    const found = key !== '' && find(valueShape, rest.slice(length), `${path}.${key}`, lists);
    if (found) return found;
  }
  return undefined;
};
