/** A search expression made ready: its property names resolved, its limits checked. */
import type { SearchExpression, VisibilityConditions } from '@aws-sdk/client-sagemaker';
import type { ValidInput } from '../../../models/operation.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { conditionOf, type Condition, type GivenFilter } from './condition.ts';
import { propertyOf, type Property } from './property.ts';

/** `each` asks that one element of the list `list` meets all conditions. */
export type Expression =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Expression[] }
  | { readonly kind: 'is'; readonly condition: Condition }
  | { readonly kind: 'element'; readonly list: string; readonly conditions: readonly Condition[] };

const MAX_ELEMENTS = 20;
const MAX_ELEMENTS_IN_ALL = 50;

/** @throws AwsError ValidationException when the resource has no such property */
export const requireProperty = (shape: string, name: string): Property => {
  const property = propertyOf(shape, name);
  if (!property) throw validationException(`Unknown property name: ${name}`);
  return property;
};

/** @throws AwsError ValidationException for an unknown name, a value or operator that does not suit, too many elements */
export const expressionOf = (shape: string, given: ValidInput<SearchExpression>): Expression => {
  if (elementsIn(given) > MAX_ELEMENTS_IN_ALL) {
    throw validationException(
      `A search expression can have at most ${MAX_ELEMENTS_IN_ALL} filters, nested filters and subexpressions.`,
    );
  }
  return partsOf(shape, given);
};

const elementsIn = ({ Filters = [], NestedFilters = [], SubExpressions = [] }: ValidInput<SearchExpression>): number =>
  Filters.length +
  NestedFilters.reduce((sum, nested) => sum + 1 + nested.Filters.length, 0) +
  SubExpressions.reduce((sum, each) => sum + 1 + elementsIn(each), 0);

const partsOf = (shape: string, given: ValidInput<SearchExpression>): Expression => {
  const { Filters = [], NestedFilters = [], SubExpressions = [], Operator = 'And' } = given;
  const elements = Filters.length + NestedFilters.length + SubExpressions.length;
  if (elements === 0) {
    throw validationException('A search expression must have at least one filter, nested filter or subexpression.');
  }
  if (elements > MAX_ELEMENTS) {
    throw validationException(`A search expression can have at most ${MAX_ELEMENTS} elements.`);
  }
  const parts: Expression[] = [
    ...Filters.map((filter): Expression => ({
      kind: 'is',
      condition: conditionOf(requireProperty(shape, filter.Name), filter),
    })),
    ...NestedFilters.map((nested) => elementOf(shape, nested.NestedPropertyName, nested.Filters)),
    ...SubExpressions.map((each) => partsOf(shape, each)),
  ];
  return { kind: Operator === 'Or' ? 'any' : 'all', parts };
};

const elementOf = (shape: string, listName: string, filters: readonly GivenFilter[]): Expression => {
  const { name: list, type } = requireProperty(shape, listName);
  const conditions = filters.map((filter) => {
    const property = requireProperty(shape, filter.Name);
    if (!property.lists.includes(list)) {
      throw validationException(
        type === 'group'
          ? `Property ${filter.Name} is not one of the elements of ${listName}`
          : `Property ${listName} is not a list and cannot be used in nested filters`,
      );
    }
    return conditionOf(property, filter);
  });
  return { kind: 'element', list, conditions };
};

/** A resource without the tag is visible; one that has it must have this value. @throws AwsError ValidationException */
export const visibilityOf = (shape: string, conditions: readonly ValidInput<VisibilityConditions>[]): Expression => ({
  kind: 'all',
  parts: conditions.map(({ Key = '', Value = '' }): Expression => {
    const property = Key.startsWith('Tags.') ? propertyOf(shape, Key) : undefined;
    if (!property) throw validationException(`Visibility condition key must be of the form Tags.<key>: ${Key}`);
    return {
      kind: 'any',
      parts: [
        { kind: 'is', condition: { property, negated: true, exists: true } },
        { kind: 'is', condition: { property, negated: false, oneOf: [Value] } },
      ],
    };
  }),
});
