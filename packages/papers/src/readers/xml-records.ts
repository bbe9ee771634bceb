import { SaxesParser } from 'saxes';

/** An element of XML with what is in it. Names are local: prefixes differ between servers. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** Its own text, without that of its children. */
  text: string;
  children: XmlElement[];
}

/** What the reader met: a record, or the end of what could be read. */
export type XmlPiece =
  { kind: 'record'; element: XmlElement; number: number } | { kind: 'broken'; reason: string };

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
    if (open.length === 0 && !wanted.has(name)) return;
    const element: XmlElement = {
      name,
      attributes: tag.attributes as Record<string, string>,
      text: '',
      children: [],
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element === undefined) return;
    element.text += text;
    size += text.length;
    if (size > largestRecord) stop('A record is over 4 MiB.');
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    depth--;
    const element = open.pop();
    if (element === undefined || open.length > 0) return;
    size = 0;
    ready.push({ kind: 'record', element, number: ++number });
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

/** The trimmed text of the first child of this name; empty where there is none. */
export function childText(element: XmlElement, name: string): string {
  return child(element, name)?.text.trim() ?? '';
}
