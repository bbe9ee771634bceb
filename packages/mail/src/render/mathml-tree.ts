import { SaxesParser } from 'saxes';

/** An element of MathML, with what it holds. */
export interface MathNode {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: (MathNode | string)[];
}

/** More than any formula of an abstract has; macros can make very many out of few characters. */
const mostNodes = 3000;
const deepest = 60;

/**
 * Reads MathML as KaTeX writes it.
 * @throws Error where it is no XML, or larger or deeper than a formula of an abstract is.
 */
export function parseMathml(xml: string): MathNode {
  const root: MathNode = { name: '', attributes: {}, children: [] };
  const open = [root];
  let nodes = 0;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++nodes > mostNodes || open.length > deepest) throw new Error('too large');
    const node: MathNode = { name, attributes, children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    open.at(-1)?.children.push(text);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return root;
}
