import { describe, expect, it } from 'vitest';
import { readXmlRecords, wholeTextOf, type XmlPiece } from './xml-records.ts';

function read(xml: string, ...wanted: string[]): Promise<XmlPiece[]> {
  async function* whole() {
    // One character at a time: no answer depends on where the network cuts.
    yield* xml;
  }
  return Array.fromAsync(readXmlRecords(whole(), new Set(wanted)));
}

describe('readXmlRecords', () => {
  it('keeps texts and children in their order', async () => {
    const [piece] = await read('<a><t>A <b>B<i>C</i></b> &amp; <![CDATA[<D>]]></t></a>', 't');
    expect(piece?.kind === 'record' && wholeTextOf(piece.element)).toBe('A BC & <D>');
    expect(
      piece?.kind === 'record' &&
        wholeTextOf(piece.element, (name, text) => (name === 'i' ? `$${text}$` : text)),
    ).toBe('A B$C$ & <D>');
  });

  it('says in which elements a record stands', async () => {
    const pieces = await read(
      '<c id="1"><v id="x"><m/><p><t/></p></v><v id="y"><p/></v><p/></c><!-- end -->',
      'p',
    );
    expect(
      pieces.map((piece) => piece.kind === 'record' && piece.within.map(({ attributes }) => attributes)),
    ).toEqual([[{ id: '1' }, { id: 'x' }], [{ id: '1' }, { id: 'y' }], [{ id: '1' }]]);
  });

  it('keeps prefixes apart from names', async () => {
    const [piece] = await read('<item xmlns:dc="http://purl.org/dc/"><dc:title/><title/></item>', 'item');
    expect(
      piece?.kind === 'record' && piece.element.children.map(({ prefix, name }) => [prefix, name]),
    ).toEqual([
      ['dc', 'title'],
      ['', 'title'],
    ]);
  });
});
