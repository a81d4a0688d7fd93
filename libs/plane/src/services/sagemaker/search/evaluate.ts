/** Which records meet an expression: columns are scanned in slices, results are a byte per record. */
import type { Column } from './column.ts';
import type { Condition } from './condition.ts';
import { STEPS, type ElementTable } from './element-table.ts';
import type { Expression } from './expression.ts';
import type { Pace } from './pace.ts';
import { groupColumn } from './property-writer.ts';
import type { RecordIndex } from './record-index.ts';

/** 1 for each record or element, by its number, that is meant. */
export type Marks = Uint8Array;

/** Nothing may change the index meanwhile. */
export const evaluate = async (index: RecordIndex, expression: Expression, pace: Pace): Promise<Marks> => {
  const { records, scratch } = index;
  switch (expression.kind) {
    case 'is':
      return conditionMarks(index, expression.condition, records, pace);
    case 'element': {
      const list = index.lists.get(expression.list);
      if (!list) return scratch.bytes(records.size);
      let marks = liveOf(index, list);
      for (const condition of expression.conditions) {
        marks = await combined('all', marks, await conditionMarks(index, condition, list, pace), pace);
      }
      return raised(index, list, marks, records, pace);
    }
    default: {
      let marks = expression.kind === 'all' ? liveOf(index, records) : scratch.bytes(records.size);
      for (const part of expression.parts) {
        marks = await combined(expression.kind, marks, await evaluate(index, part, pace), pace);
      }
      return marks;
    }
  }
};

const liveOf = ({ scratch }: RecordIndex, table: ElementTable): Marks =>
  scratch.copy(table.live.subarray(0, table.size));

const combined = async (kind: 'all' | 'any', one: Marks, other: Marks, pace: Pace): Promise<Marks> => {
  if (pace.spent) await pace.pause();
  if (kind === 'all') for (let row = 0; row < one.length; row += 1) one[row]! &= other[row]!;
  else for (let row = 0; row < one.length; row += 1) one[row]! |= other[row]!;
  return one;
};

/** The elements of `target` that meet the condition, or of which something inside does. */
const conditionMarks = async (
  index: RecordIndex,
  condition: Condition,
  target: ElementTable,
  pace: Pace,
): Promise<Marks> => {
  const { property, negated, exists } = condition;
  const innermost = property.lists.at(-1);
  const table = innermost === undefined ? index.records : index.lists.get(innermost);
  const column = table?.columns.get(property.type === 'group' ? groupColumn(property.name) : property.name);
  let marks: Marks = index.scratch.bytes(target.size);
  if (table && column) {
    const own = index.scratch.bytes(table.size);
    if (exists) await markPresent(own, column, pace);
    else await markPassing(own, index, column, condition, pace);
    marks = await raised(index, table, own, target, pace);
  }
  if (negated) {
    if (pace.spent) await pace.pause();
    for (let row = 0; row < marks.length; row += 1) marks[row] = target.live[row]! & ~marks[row]!;
  }
  return marks;
};

const markPresent = async (marks: Marks, { numbers, texts }: Column, pace: Pace): Promise<void> => {
  for (const { rows, length } of [numbers, texts]) {
    for (let at = 0; at < length; at += 1) {
      if (at % STEPS === 0 && pace.spent) await pace.pause();
      marks[rows[at]!] = 1;
    }
  }
};

const markPassing = async (
  marks: Marks,
  { scratch }: RecordIndex,
  { numbers, texts }: Column,
  { number, oneOf, contains }: Condition,
  pace: Pace,
): Promise<void> => {
  if (number) {
    const { rows, values, length } = numbers;
    for (let at = 0; at < length; at += 1) {
      if (at % STEPS === 0 && pace.spent) await pace.pause();
      if (number(values[at]!)) marks[rows[at]!] = 1;
    }
  }
  const { pool } = texts;
  const wanted = scratch.bytes(pool.size);
  const want = (code: number | undefined): void => {
    if (code !== undefined) wanted[code] = 1;
  };
  for (const text of oneOf ?? []) want(pool.find(text));
  if (contains !== undefined) {
    const part = Buffer.from(contains);
    for (let from = 0; from < pool.size; from += STEPS) {
      if (pace.spent) await pace.pause();
      const until = Math.min(from + STEPS, pool.size);
      for (let code = from; code < until; code += 1) {
        const found = pool.next(part, code, until);
        if (found === undefined) break;
        want(found);
        code = found;
      }
    }
  }
  if (!wanted.includes(1)) return;
  const { rows, codes, length } = texts;
  for (let at = 0; at < length; at += 1) {
    if (at % STEPS === 0 && pace.spent) await pace.pause();
    if (wanted[codes[at]!]) marks[rows[at]!] = 1;
  }
};

/** Marks of a list's elements as marks of what holds them, up to `target`. */
const raised = async (
  { scratch }: RecordIndex,
  from: ElementTable,
  marks: Marks,
  target: ElementTable,
  pace: Pace,
): Promise<Marks> => {
  for (let table = from; table !== target; table = table.parent!) {
    const above = scratch.bytes(table.parent!.size);
    for (let row = 0; row < marks.length; row += 1) {
      if (row % STEPS === 0 && pace.spent) await pace.pause();
      if (marks[row] && table.live[row]) above[table.parents[row]!] = 1;
    }
    marks = above;
  }
  return marks;
};
