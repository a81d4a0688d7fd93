/** Writes records into columns: for each property that records turn out to have, where its values go. */
import type { StructureShape } from '../../../models/service-model.ts';
import type { Column } from './column.ts';
import type { ElementTable } from './element-table.ts';
import { isNumeric } from './is-numeric.ts';
import { ALIASES, ANY_VALUES, isScalar, KEYED_LISTS, scalarType, shapeOf, type KeyedList } from './property.ts';

/** Where a group's existence is noted; no property's name begins so. */
export const groupColumn = (name: string): string => `\0${name}`;

/** Writes the value that the element `row` has. */
type Write = (row: number, value: unknown) => void;

type Fields = Readonly<Record<string, unknown>>;

/** `listOf` gives the table of a list's elements, by the list's property name and the table of what holds it. */
type ListOf = (name: string, parent: ElementTable) => ElementTable;

/** Writes all properties of a record of that shape. Good until the tables are swept, which makes columns anew. */
export const propertyWriter = (shape: string, records: ElementTable, listOf: ListOf): Write => {
  const membersOf = (shapeName: string, prefix: string, table: ElementTable): Write => {
    const { members } = shapeOf(shapeName) as StructureShape;
    const writes = writesByKey((key) => {
      const member = Object.hasOwn(members, key) ? members[key]! : undefined;
      if (!member) return undefined;
      const write = writeOf(member.shape, prefix + key, table);
      const alias = ALIASES[shapeName];
      if (alias?.member !== key) return write;
      const writeAlias = keyedOf(member.shape, alias.keyed, prefix + alias.name, table);
      return (row, value) => {
        write(row, value);
        writeAlias(row, value);
      };
    });
    return (row, value) => {
      const fields = value as Fields;
      for (const key in fields) {
        const field = fields[key];
        if (field !== undefined && field !== null) writes(key)?.(row, field);
      }
    };
  };

  const keyedOf = (listName: string, { key, value }: KeyedList, name: string, table: ElementTable): Write => {
    const list = shapeOf(listName) as { readonly member: { readonly shape: string } };
    const element = shapeOf(list.member.shape) as StructureShape;
    const shape = value === undefined ? list.member.shape : element.members[value]!.shape;
    const writes = writesByKey((each) => writeOf(shape, `${name}.${each}`, table));
    const note = noteOf(name, table);
    return (row, elements) => {
      if ((elements as readonly Fields[]).length === 0) return;
      note(row);
      for (const each of elements as readonly Fields[]) {
        const field = value === undefined ? each : each[value];
        if (field !== undefined) writes(String(each[key]))!(row, field);
      }
    };
  };

  const listWrite = (shapeName: string, element: string, name: string, table: ElementTable): Write => {
    const keyed = KEYED_LISTS[shapeName];
    if (keyed) return keyedOf(shapeName, keyed, name, table);
    const note = noteOf(name, table);
    const scalar = isScalar(element);
    const list = scalar ? table : listOf(name, table);
    // What an element holds goes by the list's name: `InputDataConfig.ChannelName`.
    const write =
      shapeOf(element).type === 'structure' ? membersOf(element, `${name}.`, list) : writeOf(element, name, list);
    return (row, elements) => {
      if ((elements as readonly unknown[]).length === 0) return;
      note(row);
      for (const each of elements as readonly unknown[]) write(scalar ? row : list.add(row), each);
    };
  };

  const writeOf = (shapeName: string, name: string, table: ElementTable): Write => {
    const shape = shapeOf(shapeName);
    if (ANY_VALUES.has(shapeName)) return anyWrite(name, table);
    if (shape.type === 'list') return listWrite(shapeName, shape.member.shape, name, table);
    if (shape.type !== 'structure' && shape.type !== 'map') return valueWrite(name, scalarType(shapeName), table);
    const note = noteOf(name, table);
    if (shape.type === 'structure') {
      const members = membersOf(shapeName, `${name}.`, table);
      return (row, value) => {
        note(row);
        members(row, value);
      };
    }
    const writes = writesByKey((key) => writeOf(shape.value.shape, `${name}.${key}`, table));
    return (row, value) => {
      note(row);
      const entries = value as Fields;
      for (const key in entries) writes(key)!(row, entries[key]);
    };
  };

  return membersOf(shape, '', records);
};

/** What `make` makes of a key, made once. */
const writesByKey = (make: (key: string) => Write | undefined): ((key: string) => Write | undefined) => {
  const made = new Map<string, Write | undefined>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined || made.has(key)) return known;
    const write = make(key);
    made.set(key, write);
    return write;
  };
};

const noteOf = (name: string, table: ElementTable): ((row: number) => void) => {
  let column: Column | undefined;
  return (row) => {
    column ??= table.column(groupColumn(name));
    column.numbers.add(row, 1);
  };
};

const valueWrite = (name: string, type: string, table: ElementTable): Write => {
  let column: Column | undefined;
  return (row, value) => {
    column ??= table.column(name);
    if (typeof value === 'number') column.numbers.add(row, value);
    else if (value instanceof Date) column.numbers.add(row, value.getTime());
    else {
      const text = String(value);
      column.texts.add(row, text);
      // A hyperparameter is a text that may be a number: it is both.
      if (type === 'any' && isNumeric(text)) column.numbers.add(row, Number(text));
    }
  };
};

/** A text, or a structure that holds a text or a number. */
const anyWrite = (name: string, table: ElementTable): Write => {
  const write = valueWrite(name, 'any', table);
  return (row, value) => {
    const { NumberValue, StringValue } = (typeof value === 'object' ? value : {}) as Fields;
    write(row, NumberValue ?? StringValue ?? value);
  };
};
