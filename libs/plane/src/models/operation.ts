/** What a generated operation type says: the input a handler gets and the output it gives, from the SDK's types. */
import type { Readable } from 'node:stream';

/**
 * An SDK command's input after validation: required members are there. (The SDK types a required member as
 * `string | undefined`; optional members stay optional.)
 */
export type ValidInput<T> = T extends Date | Uint8Array | Readable | ((...args: never[]) => unknown)
  ? T
  : T extends readonly (infer Element)[]
    ? ValidInput<Element>[]
    : T extends object
      ? { [Key in keyof T]: ValidInput<Exclude<T[Key], undefined>> }
      : T;

export interface Operation<Input extends object, Output extends object> {
  input: ValidInput<Input>;
  output: Output;
}

/** An input or output whose raw body the wire hands over: a stream, or the bytes. */
export type WithBody<Shape extends object, Member extends keyof Shape, Body> = Omit<Shape, Member> &
  Record<Member, Body>;
