import { SaxesParser } from 'saxes';

/** An element of XML with what is in it. Names are local: prefixes differ between servers. */
export interface XmlElement {
  name: string;
  /** As it was written before the name: `dc` of `dc:title`. Empty where there was none. */
  prefix: string;
  attributes: Record<string, string>;
  /** Its own text, without that of its children. */
  text: string;
  children: XmlElement[];
  /** Its texts and its children as they follow each other: a title may be `<b>BERT</b> and after`. */
  parts: (string | XmlElement)[];
}

/** An element that a record stands in: what is known of it by then is its name and its attributes. */
export type XmlParent = Pick<XmlElement, 'name' | 'attributes'>;

/** What the reader met: a record, with the elements around it from the outermost in, or the end of what could be read. */
export type XmlPiece =
  | { kind: 'record'; element: XmlElement; number: number; within: readonly XmlParent[] }
  | { kind: 'broken'; reason: string };

const deepest = 50;
const largestRecord = 4 * 2 ** 20;

/**
 * Reads XML as a stream and gives every element of the wanted names as a small tree, one at a time. Safe on hostile
 * input: a document type declaration ends the reading (so there are no entities to expand, in or outside of the
 * document), and so do elements nested more than 50 deep and records over 4 MiB. Broken XML ends it too; what came
 * before stands.
 */
export async function* readXmlRecords(
  source: AsyncIterable<string>,
  wanted: ReadonlySet<string>,
): AsyncGenerator<XmlPiece> {
  const parser = new SaxesParser();
  const ready: XmlPiece[] = [];
  const open: XmlElement[] = [];
  const within: XmlParent[] = [];
  let depth = 0;
  let size = 0;
  let number = 0;
  let broken: string | null = null;
  const stop = (reason: string) => {
    broken ??= reason;
  };

  parser.on('error', (error) => stop(`The XML is broken: ${error.message}`));
  parser.on('doctype', () => stop('The XML has a document type declaration, which is not accepted.'));
  parser.on('opentag', (tag) => {
    if (++depth > deepest) stop(`The XML is nested more than ${deepest} deep.`);
    const name = localName(tag.name);
    const attributes = tag.attributes as Record<string, string>;
    if (open.length === 0 && !wanted.has(name)) {
      within.push({ name, attributes });
      return;
    }
    const prefix = tag.name.includes(':') ? tag.name.slice(0, tag.name.indexOf(':')) : '';
    const element: XmlElement = { name, prefix, attributes, text: '', children: [], parts: [] };
    const parent = open.at(-1);
    parent?.children.push(element);
    parent?.parts.push(element);
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element === undefined) return;
    element.text += text;
    element.parts.push(text);
    size += text.length;
    if (size > largestRecord) stop('A record is over 4 MiB.');
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    depth--;
    const element = open.pop();
    if (element === undefined) within.pop();
    if (element === undefined || open.length > 0) return;
    size = 0;
    // The parser goes on to the end of the chunk in hand; nothing that comes after the break counts.
    if (broken === null) ready.push({ kind: 'record', element, number: ++number, within: [...within] });
  });

  for await (const chunk of source) {
    if (broken === null) parser.write(chunk);
    yield* ready.splice(0);
    if (broken !== null) break;
  }
  if (broken === null) parser.close();
  yield* ready.splice(0);
  if (broken !== null) yield { kind: 'broken', reason: broken };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The first child of this name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/**
 * All text in an element, that of its children too, in order.
 * @param show What is put for the text of a child, by the child's name; the text itself where it is left out.
 */
export function wholeTextOf(
  element: XmlElement,
  show: (name: string, text: string) => string = (_, text) => text,
): string {
  return element.parts
    .map((part) => (typeof part === 'string' ? part : show(part.name, wholeTextOf(part, show))))
    .join('');
}

/** The trimmed text of the first child of this name; empty where there is none. */
export function childText(element: XmlElement, name: string): string {
  return child(element, name)?.text.trim() ?? '';
}
