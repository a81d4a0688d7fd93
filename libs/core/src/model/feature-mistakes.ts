/** What is wrong in a `features` section beyond its shape: names, and what refers to what. */
import type { Mistake } from '../gradus-error.ts';
import { didYouMean } from '../nearest.ts';

type Named = readonly (readonly [name: string, value: Readonly<Record<string, unknown>>])[];

const MOST_FEATURES = 2500;
const RESERVED = ['write_time', 'api_invocation_time', 'is_deleted'];
/** As AWS takes the name of a feature. */
const FEATURE_NAME = /^[a-zA-Z0-9](?:[-_]*[a-zA-Z0-9]){0,63}$/;
/** A part of the name of a feature group, which AWS cuts at 64 characters. */
const GROUP_NAME = /^(?=.{1,32}$)[a-z](?:[-_]?[a-z0-9])*$/;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries of a record that are objects: the shape of the rest is told elsewhere. */
const objectsOf = (value: unknown): Named =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, each]) => (isObject(each) ? [[name, each] as const] : []))
    : [];

const unknown = (path: string, got: string, what: string, allowed: readonly string[]): Mistake => ({
  ...{ path, got, message: `is no ${what}`, allowed },
  remedy: didYouMean(got, allowed) ?? `Name one of these, or declare ${got}.`,
});

const nameOfGroup = (path: string, got: string): Mistake[] =>
  GROUP_NAME.test(got)
    ? []
    : [
        {
          ...{ path, got, message: 'is not the name of a group or view' },
          allowed: ['1 to 32 lower-case letters, digits and single - or _, beginning with a letter'],
          remedy: 'AWS names are made from it.',
        },
      ];

const nameOfFeature = (path: string, got: string, before: Map<string, string>): Mistake[] => {
  const twin = before.get(got.toLowerCase());
  before.set(got.toLowerCase(), got);
  if (!FEATURE_NAME.test(got)) {
    const allowed = ['1 to 64 letters, digits, - and _, beginning and ending with a letter or a digit'];
    return [{ path, got, message: 'is not the name of a feature', allowed }];
  }
  const reserved = RESERVED.find((each) => got.toLowerCase().startsWith(each));
  if (reserved !== undefined) {
    const allowed = RESERVED.map((each) => `a name that does not begin with ${each}`);
    return [{ path, got, message: 'is reserved for the offline store', allowed, remedy: `Rename ${got}.` }];
  }
  if (twin === undefined) return [];
  return [
    {
      ...{ path, got, message: `differs from ${twin} by its case only`, allowed: ['names of columns ignore case'] },
      remedy: `Rename ${got}.`,
    },
  ];
};

/** Whether the feature that `field` names is declared, and of a type that will do. */
const roleOf = (
  path: string,
  field: 'recordIdentifier' | 'eventTime',
  group: Readonly<Record<string, unknown>>,
  types: readonly string[],
): Mistake[] => {
  const name = group[field];
  const declared = isObject(group['features']) ? group['features'] : undefined;
  if (typeof name !== 'string' || !declared) return [];
  if (!Object.hasOwn(declared, name)) {
    return [unknown(`${path}.${field}`, name, 'feature of the group', Object.keys(declared))];
  }
  const type = declared[name];
  if (typeof type !== 'string' || types.includes(type)) return [];
  const message = field === 'eventTime' ? 'cannot be an event time' : 'cannot identify a record';
  return [{ path: `${path}.features.${name}`, got: type, message, allowed: types }];
};

const inGroup = (name: string, group: Readonly<Record<string, unknown>>): Mistake[] => {
  const path = `features.groups.${name}`;
  const names = isObject(group['features']) ? Object.keys(group['features']) : [];
  const before = new Map<string, string>();
  const roles = [group['recordIdentifier'], group['eventTime']];
  return [
    ...nameOfGroup(path, name),
    ...names.flatMap((feature) => nameOfFeature(`${path}.features.${feature}`, feature, before)),
    ...(names.length > MOST_FEATURES
      ? [
          {
            ...{ path: `${path}.features`, got: names.length, message: 'has too many features' },
            ...{ allowed: [`at most ${MOST_FEATURES}`], remedy: 'Split the group in two.' },
          },
        ]
      : []),
    ...roleOf(path, 'recordIdentifier', group, ['String', 'Integral']),
    ...roleOf(path, 'eventTime', group, ['Fractional', 'String']),
    ...(typeof roles[0] === 'string' && roles[0] === roles[1]
      ? [
          {
            ...{ path: `${path}.eventTime`, got: roles[1], message: 'is the record identifier too' },
            ...{ allowed: names.filter((each) => each !== roles[0]), remedy: 'Name two features.' },
          },
        ]
      : []),
    ...(group['online'] === false && group['offline'] === false
      ? [{ path, message: 'is kept nowhere', allowed: ['online: true', 'offline: true'], remedy: 'Keep it in one.' }]
      : []),
  ];
};

/** The features that a view takes from one group; `columns` holds the names that its rows have so far. */
const inSource = (
  path: string,
  source: Readonly<Record<string, unknown>>,
  group: Readonly<Record<string, unknown>>,
  columns: Map<string, string>,
): Mistake[] => {
  if (!Array.isArray(source['features']) || !isObject(group['features'])) return [];
  const { recordIdentifier, eventTime, features } = group;
  const allowed = Object.keys(features).filter((each) => each !== recordIdentifier && each !== eventTime);
  const prefix = typeof source['prefix'] === 'string' ? source['prefix'] : '';
  return source['features'].flatMap((feature: unknown, index): Mistake[] => {
    if (typeof feature !== 'string') return [];
    const at = `${path}.features[${index}]`;
    if (!allowed.includes(feature)) return [unknown(at, feature, 'feature that a view can take', allowed)];
    const column = `${prefix}${feature}`;
    const taken = columns.get(column.toLowerCase());
    columns.set(column.toLowerCase(), at);
    if (taken === undefined) return [];
    const remedy = 'Give one of the groups a prefix, or name the feature once.';
    return [{ path: at, got: feature, message: `is a column of the view already, by ${taken}`, remedy }];
  });
};

const inView = (name: string, view: Readonly<Record<string, unknown>>, groups: Named): Mistake[] => {
  const path = `features.views.${name}`;
  const sources = objectsOf(view['groups']);
  const find = (of: string) => groups.find(([each]) => each === of)?.[1];
  const columns = new Map<string, string>();
  for (const [of, source] of sources) {
    const key = source['key'] ?? find(of)?.['recordIdentifier'];
    if (typeof key === 'string') columns.set(key.toLowerCase(), `${path}.groups.${of}.key`);
  }
  return [
    ...nameOfGroup(path, name),
    ...(isObject(view['groups']) && Object.keys(view['groups']).length === 0
      ? [
          {
            path: `${path}.groups`,
            message: 'is empty',
            allowed: groups.map(([each]) => each),
            remedy: 'Name a group.',
          },
        ]
      : []),
    ...sources.flatMap(([of, source]) => {
      const group = find(of);
      const at = `${path}.groups.${of}`;
      if (group) return inSource(at, source, group, columns);
      return [
        unknown(
          at,
          of,
          'group of the model',
          groups.map(([each]) => each),
        ),
      ];
    }),
  ];
};

/** The mistakes of a declaration's `features`, whatever else is wrong with it. */
export const featureMistakes = (declaration: unknown): Mistake[] => {
  const features = isObject(declaration) ? declaration['features'] : undefined;
  if (!isObject(features)) return [];
  const groups = objectsOf(features['groups']);
  return [
    ...groups.flatMap(([name, group]) => inGroup(name, group)),
    ...objectsOf(features['views']).flatMap(([name, view]) => inView(name, view, groups)),
  ];
};
