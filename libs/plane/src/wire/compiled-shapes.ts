/** Compiles one function per shape of a service model, once, on first use; shapes that contain themselves work. */
import type { ServiceModel, ShapeModel } from '../models/service-model.ts';

export interface ShapeCompiler<Compiled> {
  readonly model: ServiceModel;
  /** The compiled function of another shape. */
  shape(name: string): Compiled;
}

export const shapeOf = (model: ServiceModel, name: string): ShapeModel => {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`The model of ${model.id} has no shape ${name}`);
  return shape;
};

export const compiledShapes = <Arguments extends unknown[], Result>(
  compile: (
    shape: ShapeModel,
    compiler: ShapeCompiler<(...args: Arguments) => Result>,
    name: string,
  ) => (...args: Arguments) => Result,
): ((model: ServiceModel, name: string) => (...args: Arguments) => Result) => {
  type Compiled = (...args: Arguments) => Result;
  const caches = new WeakMap<ServiceModel, Map<string, Compiled>>();
  const get = (model: ServiceModel, name: string): Compiled => {
    let cache = caches.get(model);
    if (cache === undefined) caches.set(model, (cache = new Map<string, Compiled>()));
    const found = cache.get(name);
    if (found !== undefined) return found;
    // What a shape that contains itself finds while it is being compiled.
    cache.set(name, (...args) => compiled(...args));
    const compiled = compile(shapeOf(model, name), { model, shape: (other) => get(model, other) }, name);
    cache.set(name, compiled);
    return compiled;
  };
  return get;
};
