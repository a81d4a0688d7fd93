import { describe, expect, it } from 'vitest';
import { escapeXml, parseXml } from './xml-element.ts';

describe('parseXml', () => {
  it('reads elements, text, references and CDATA, and drops namespaces and comments', () => {
    const root = parseXml(
      '\ufeff<?xml version="1.0"?>\n<!-- a --><s:Delete xmlns:s="urn:x">\n<Key a=\'1\'>a&amp;b&#x4E2D;&#10;<![CDATA[<&>]]></Key><Empty/></s:Delete>\n',
    );
    expect(root).toMatchObject({
      name: 'Delete',
      children: [
        { name: 'Key', text: 'a&b中\n<&>', children: [] },
        { name: 'Empty', text: '', children: [] },
      ],
    });
  });

  it.each([
    [''],
    ['text'],
    ['<a>'],
    ['<a></b>'],
    ['<a/><b/>'],
    ['<a>&unknown;</a>'],
    ['<a>&</a>'],
    ['<a>&#0;</a>'],
    ['<a b=c></a>'],
    ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['<a><!-- </a>'],
    ['<a>'.repeat(100) + '</a>'.repeat(100)],
  ])('refuses %j', (source) => {
    expect(() => parseXml(source)).toThrow(SyntaxError);
  });

  it('reads what escapeXml writes', () => {
    const text = 'a<b>&"\'\r\n\t\u0001\u0085\u2028é中\u{1f600}';
    expect(parseXml(`<a>${escapeXml(text)}</a>`).text).toBe(text);
  });
});
