/** Random expressions over random components, against an evaluation that walks every record of the whole result. */
import {
  AssociateTrialComponentCommand,
  CreateExperimentCommand,
  CreateTrialCommand,
  CreateTrialComponentCommand,
  DeleteTrialComponentCommand,
  SearchCommand,
  UpdateTrialComponentCommand,
  type Filter,
  type SearchExpression,
  type TrialComponent,
} from '@aws-sdk/client-sagemaker';
import { seededRandom } from '@gradus/core';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

const COMPONENTS = 120;
const EXPRESSIONS = 100;

const generator = seededRandom(20_261_122);
const random = (): number => generator.next();
const below = (bound: number): number => generator.integer(bound);
const one = <Value>(values: readonly Value[]): Value => values[below(values.length)]!;
const maybe = <Value>(value: () => Value): Value | undefined => (random() < 0.6 ? value() : undefined);

const WORDS = ['red', 'green', 'blue', 'reddish', 'sea-blue'];
const NUMBERS = [-1, 0, 0.5, 1, 1.5, 2, 10];

/** Values of a property in a record, and how its kind compares; written without a thought of the index. */
interface Known {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'time' | 'any';
  readonly values: (component: TrialComponent) => (string | number | Date | undefined)[];
}

const parameter = (name: string): Known => ({
  name: `Parameters.${name}`,
  kind: 'any',
  values: ({ Parameters }) => [Parameters?.[name]?.NumberValue ?? Parameters?.[name]?.StringValue],
});

const PARENT_PROPERTIES: readonly Known[] = [
  { name: 'Parents.TrialName', kind: 'text', values: ({ Parents = [] }) => Parents.map((each) => each.TrialName) },
  {
    name: 'Parents.ExperimentName',
    kind: 'text',
    values: ({ Parents = [] }) => Parents.map((each) => each.ExperimentName),
  },
];

const PROPERTIES: readonly Known[] = [
  { name: 'DisplayName', kind: 'text', values: ({ DisplayName }) => [DisplayName] },
  { name: 'Status.PrimaryStatus', kind: 'text', values: ({ Status }) => [Status?.PrimaryStatus] },
  { name: 'StartTime', kind: 'time', values: ({ StartTime }) => [StartTime] },
  { name: 'Tags.color', kind: 'text', values: ({ Tags = [] }) => Tags.map(({ Value }) => Value) },
  {
    name: 'InputArtifacts.data.Value',
    kind: 'text',
    values: ({ InputArtifacts }) => [InputArtifacts?.['data']?.Value],
  },
  parameter('rate'),
  parameter('a.dotted.name'),
  ...PARENT_PROPERTIES,
];

const COMPARE: Record<string, (value: number, bound: number) => boolean> = {
  GreaterThan: (value, bound) => value > bound,
  GreaterThanOrEqualTo: (value, bound) => value >= bound,
  LessThan: (value, bound) => value < bound,
  LessThanOrEqualTo: (value, bound) => value <= bound,
};

const same = (value: string | number | Date, wanted: string): boolean => {
  if (value instanceof Date) return value.getTime() === Date.parse(`${wanted}Z`);
  return String(value) === wanted || (value !== '' && Number(value) === Number(wanted));
};

const passes = (value: string | number | Date, { Operator, Value }: Filter): boolean => {
  switch (Operator) {
    case 'Exists':
      return true;
    case 'Equals':
      return same(value, Value!);
    case 'In':
      return Value!.split(',').some((each) => same(value, each));
    case 'Contains':
      return typeof value === 'string' && value.includes(Value!);
    default: {
      const bound = value instanceof Date ? Date.parse(`${Value}Z`) : Number(Value);
      return COMPARE[Operator!]!(Number(value), bound);
    }
  }
};

const POSITIVE: Partial<Record<string, 'Equals' | 'Exists'>> = { NotEquals: 'Equals', NotExists: 'Exists' };

const meets = (component: TrialComponent, filter: Filter): boolean => {
  const values = PROPERTIES.find(({ name }) => name === filter.Name)!.values(component);
  const positive = POSITIVE[filter.Operator!];
  const test = positive ? { ...filter, Operator: positive } : filter;
  return values.some((value) => value !== undefined && passes(value, test)) !== (positive !== undefined);
};

const matches = (component: TrialComponent, expression: SearchExpression): boolean => {
  const results = [
    ...(expression.Filters ?? []).map((filter) => meets(component, filter)),
    ...(expression.NestedFilters ?? []).map(({ Filters }) =>
      (component.Parents ?? []).some((parent) => Filters!.every((each) => meets({ Parents: [parent] }, each))),
    ),
    ...(expression.SubExpressions ?? []).map((each) => matches(component, each)),
  ];
  return expression.Operator === 'Or' ? results.some(Boolean) : results.every(Boolean);
};

const OPERATORS = {
  text: ['Equals', 'NotEquals', 'Contains', 'In', 'Exists', 'NotExists'],
  number: ['Equals', 'NotEquals', 'Exists', 'NotExists', ...Object.keys(COMPARE)],
  time: ['Equals', 'NotEquals', 'Exists', 'NotExists', ...Object.keys(COMPARE)],
  any: ['Equals', 'NotEquals', 'Contains', 'In', 'Exists', 'NotExists', ...Object.keys(COMPARE)],
} as const;

const day = (): string => `2026-01-0${1 + below(5)}T00:00:00`;
const trial = (): string => `trial-${below(4)}`;

const valueFor = ({ name, kind }: Known, operator: string): string => {
  if (kind === 'time') return day();
  if (name === 'Parents.TrialName') return operator === 'Contains' ? 'al-1' : trial();
  if (name === 'Parents.ExperimentName') return one(['experiment-0', 'experiment-1']);
  if (name === 'Status.PrimaryStatus') return one(['Completed', 'Failed,InProgress', 'Fail']);
  if (operator in COMPARE) return String(one(NUMBERS));
  if (operator === 'In') return `${one(WORDS)},${one(NUMBERS)}`;
  return kind === 'any' && random() < 0.5 ? String(one(NUMBERS)) : one(WORDS);
};

const randomFilter = (properties: readonly Known[]): Filter => {
  const property = one(properties);
  const Operator = one<string>(OPERATORS[property.kind]) as Filter['Operator'];
  const value = /Exists/.test(Operator!) ? {} : { Value: valueFor(property, Operator!) };
  return { Name: property.name, Operator, ...value };
};

const times = <Value>(count: number, make: () => Value): Value[] | undefined =>
  count === 0 ? undefined : Array.from({ length: count }, make);

const randomExpression = (depth: number): SearchExpression => ({
  Operator: one(['And', 'Or', undefined]),
  Filters: times(1 + below(3), () => randomFilter(PROPERTIES)),
  NestedFilters: times(below(2), () => ({
    NestedPropertyName: 'Parents',
    Filters: times(1 + below(2), () => randomFilter(PARENT_PROPERTIES)),
  })),
  SubExpressions: depth === 0 ? undefined : times(below(3), () => randomExpression(depth - 1)),
});

describe('Search against an evaluation of every record', () => {
  const plane = withPlane();

  const page = (SearchExpression?: SearchExpression, NextToken?: string, MaxResults = 100) =>
    plane.clients().sagemaker.send(
      new SearchCommand({
        ...{ Resource: 'ExperimentTrialComponent', SearchExpression, NextToken, MaxResults },
        ...{ SortBy: 'Parameters.rate', SortOrder: 'Ascending' },
      }),
    );
  const all = async (expression?: SearchExpression, size?: number): Promise<TrialComponent[]> => {
    const records: TrialComponent[] = [];
    let token: string | undefined;
    do {
      const answer = await page(expression, token, size);
      records.push(...answer.Results!.map((record) => record.TrialComponent!));
      token = answer.NextToken;
    } while (token !== undefined);
    return records;
  };
  const content = () => ({
    DisplayName: maybe(() => one(WORDS)),
    Status: maybe(() => ({ PrimaryStatus: one(['Completed', 'Failed', 'InProgress'] as const) })),
    StartTime: maybe(() => new Date(`${day()}Z`)),
    InputArtifacts: maybe(() => ({ data: { Value: one(WORDS) } })),
    Parameters: {
      ...(random() < 0.6 && { rate: { NumberValue: one(NUMBERS) } }),
      ...(random() < 0.6 && {
        'a.dotted.name': random() < 0.5 ? { NumberValue: one(NUMBERS) } : { StringValue: one([...WORDS, '1.5', '10']) },
      }),
    },
  });
  const compare = async (): Promise<void> => {
    const records = await all();
    let hits = 0;
    for (let count = 0; count < EXPRESSIONS; count += 1) {
      const expression = randomExpression(2);
      const wanted = records.filter((record) => matches(record, expression)).map((each) => each.TrialComponentName);
      const got = (await all(expression, 1 + below(100))).map((each) => each.TrialComponentName);
      expect({ expression, names: got }).toEqual({ expression, names: wanted });
      hits += wanted.length;
    }
    // Expressions that nothing meets would prove nothing.
    expect(hits).toBeGreaterThan(EXPRESSIONS * 5);
  };

  it('agrees on random documents and expressions, and again after changes', { timeout: 120_000 }, async () => {
    const { sagemaker } = plane.clients();
    for (const ExperimentName of ['experiment-0', 'experiment-1']) {
      await sagemaker.send(new CreateExperimentCommand({ ExperimentName }));
    }
    for (let index = 0; index < 4; index += 1) {
      const ExperimentName = `experiment-${index % 2}`;
      await sagemaker.send(new CreateTrialCommand({ TrialName: `trial-${index}`, ExperimentName }));
    }
    for (let index = 0; index < COMPONENTS; index += 1) {
      const TrialComponentName = `component-${index}`;
      const Tags = maybe(() => [{ Key: 'color', Value: one(WORDS) }]);
      await sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName, ...content(), Tags }));
      for (const TrialName of new Set([maybe(trial), maybe(trial)])) {
        if (TrialName) await sagemaker.send(new AssociateTrialComponentCommand({ TrialName, TrialComponentName }));
      }
    }
    expect(await all()).toHaveLength(COMPONENTS);
    await compare();
    await sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName: 'gone' }));
    await sagemaker.send(new DeleteTrialComponentCommand({ TrialComponentName: 'gone' }));
    for (let index = 0; index < COMPONENTS; index += 3) {
      await sagemaker.send(new UpdateTrialComponentCommand({ TrialComponentName: `component-${index}`, ...content() }));
    }
    await compare();
  });
});
