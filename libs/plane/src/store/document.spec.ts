import { describe, expect, it } from 'vitest';
import { decodeDocument, encodeDocument } from './document.ts';

const kept = (document: object): unknown => decodeDocument(encodeDocument(document));

describe('documents', () => {
  it('keep dates, at any depth', () => {
    const document = { at: new Date(1), list: [new Date(2), { deep: new Date(3) }], none: null, text: '$date' };
    expect(kept(document)).toEqual(document);
  });

  it("keep a caller's own keys that look like a date's", () => {
    for (const map of [
      { $date: '5' },
      { $date: 5 },
      { $$date: 'x', $date: 'y', other: 'z' },
      { $date: { $date: 1 } },
    ]) {
      expect(kept({ map })).toEqual({ map });
    }
    expect(kept({ map: { $date: new Date(5) } })).toEqual({ map: { $date: new Date(5) } });
  });

  it('keep a key that JavaScript gives a meaning', () => {
    const map = JSON.parse('{"__proto__":"own","constructor":"too"}') as object;
    const back = kept({ map }) as { map: object };
    expect(Object.entries(back.map)).toEqual(Object.entries(map));
  });

  it('read dates that were written before', () => {
    expect(decodeDocument('{"at":{"$date":5}}')).toEqual({ at: new Date(5) });
  });
});
