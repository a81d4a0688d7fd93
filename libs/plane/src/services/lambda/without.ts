/** A structure without some of its members. */

export const without = <Shape extends object, Name extends keyof Shape>(
  shape: Shape,
  ...names: readonly Name[]
): Omit<Shape, Name> =>
  Object.fromEntries(Object.entries(shape).filter(([name]) => !names.includes(name as Name))) as Omit<Shape, Name>;
