/** The committed tables hold together: every name resolves, and the wire knows every trait. */
import { describe, expect, it } from 'vitest';
import { serviceModels } from './service-models.ts';
import type { MemberModel, ServiceModel, ShapeModel } from './service-model.ts';

const membersOf = (shape: ShapeModel): MemberModel[] => {
  if (shape.type === 'structure') return Object.values(shape.members);
  if (shape.type === 'list') return [shape.member];
  return shape.type === 'map' ? [shape.key, shape.value] : [];
};

const rootsOf = (model: ServiceModel): string[] =>
  Object.values(model.operations).flatMap(({ input, output, errors = [] }) =>
    [input, output, ...errors].filter((name) => name !== undefined),
  );

describe.each(serviceModels.map((model) => ({ id: model.id, model })))('$id', ({ model }) => {
  it('has every shape that is named, and no other', () => {
    const reached = new Set<string>();
    const queue = rootsOf(model);
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      const shape = model.shapes[name];
      expect(shape, name).toBeDefined();
      if (shape !== undefined) queue.push(...membersOf(shape).map((member) => member.shape));
    }
    expect(Object.keys(model.shapes).sort()).toEqual([...reached].sort());
  });

  it('has required members and payloads that exist', () => {
    for (const [name, shape] of Object.entries(model.shapes)) {
      if (shape.type !== 'structure') continue;
      const named = [...(shape.required ?? []), ...(shape.payload === undefined ? [] : [shape.payload])];
      expect(Object.keys(shape.members), name).toEqual(expect.arrayContaining(named));
    }
  });

  it('uses only what the wire reads', () => {
    const types = 'structure list map string integer long float double boolean timestamp blob'.split(' ');
    for (const [name, shape] of Object.entries(model.shapes)) {
      expect(types, name).toContain(shape.type);
      for (const member of membersOf(shape)) expect(member.xmlAttribute, name).toBeUndefined();
    }
    expect(['json', 'rest-json', 'rest-xml', 'query']).toEqual(expect.arrayContaining([...model.protocols]));
  });

  it('answers no operation that it says it does not', () => {
    expect(Object.keys(model.unanswered).filter((name) => name in model.operations)).toEqual([]);
  });
});
