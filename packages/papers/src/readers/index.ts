export { readAtomEntry, readFeedItem } from './arxiv-atom.ts';
export { decode, type ByteSource } from './chunks.ts';
export { readOaiRecord } from './oai.ts';
export { readEditionIds, readPage, type EditionIds } from './page.ts';
export { readPapers, type ReadOptions } from './read-papers.ts';
export { formats, recogniseFormat, UnknownFormatError, type Format } from './recognise.ts';
export {
  child,
  childrenOf,
  childText,
  readXmlRecords,
  wholeTextOf,
  type XmlElement,
  type XmlParent,
  type XmlPiece,
} from './xml-records.ts';
export * as fields from './fields.ts';
export { readHuggingFaceItem } from './hugging-face-item.ts';
export { refused, taken } from './items.ts';
