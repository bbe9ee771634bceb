import { foldTitle } from '../identity/index.ts';
import type { ReadItem } from '../record/reject.ts';
import type { Identity } from '../record/source-record.ts';
import { decode, wholeText, type ByteSource } from './chunks.ts';
import { refused, taken } from './items.ts';

/** arXiv ids for the titles of a page, by folded title. `confirmed: false` where the id is only remembered. */
export type EditionIds = ReadonlyMap<string, Identity>;

/** The lines at the head of the stored page; none of them is a paper. */
const header =
  /^(new|get trending papers in your email inbox!?|subscribe|daily papers|by ak and the research community)$/i;
/** A title is one line and short; an abstract is longer than any title. */
const longestTitle = 300;

/** Whether a text begins like the stored "Daily Papers" page. */
export function looksLikePage(head: string): boolean {
  const first = head
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 6);
  return first.filter((line) => header.test(line)).length >= 2;
}

/**
 * Reads the stored "Daily Papers" page: a header, then title and abstract in turn, blocks apart by blank lines. When
 * the turn is broken (a title without an abstract), that block is rejected and reading goes on with the next title.
 */
export async function* readPage(
  source: ByteSource,
  { ids }: { ids?: EditionIds } = {},
): AsyncGenerator<ReadItem> {
  const blocks = blocksOf(await wholeText(decode(source)));
  for (let at = 0; at < blocks.length; at++) {
    const [title, abstract] = [blocks[at], blocks[at + 1]];
    if (title === undefined || (at < 8 && header.test(title.text))) continue;
    const position = `line ${title.line}`;
    if (title.text.length > longestTitle) {
      yield refused(
        'page',
        position,
        'title',
        'An abstract stands here without a title before it.',
        title.text,
      );
    } else if (abstract === undefined || abstract.text.length < title.text.length) {
      yield refused('page', position, 'abstract', 'This title has no abstract after it.', title.text);
    } else {
      yield toItem(position, title.text, abstract.text, ids);
      at++;
    }
  }
}

function toItem(position: string, title: string, abstract: string, ids: EditionIds | undefined): ReadItem {
  const folded = foldTitle(title);
  const identity = ids?.get(folded);
  return taken(position, {
    source: 'page',
    key: folded.replaceAll(' ', '-').slice(0, 400) || position,
    identities: identity ? [identity] : [],
    title,
    abstract,
    links: [...abstract.matchAll(/https:\/\/(?:github|gitlab)\.com\/[\w.-]+\/[\w.-]*\w/g)]
      .slice(0, 3)
      .map(([url]) => ({ kind: 'code', url })),
  });
}

interface Block {
  /** Number of its first line, from 1. */
  line: number;
  text: string;
}

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [index, line] of page
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.trim();
    if (trimmed === '') open = undefined;
    else if (open === undefined) blocks.push((open = { line: index + 1, text: trimmed }));
    else open.text += ` ${trimmed}`;
  }
  return blocks;
}

/**
 * Reads `arxiv_id TAB title TAB status` lines (data/first-edition.tsv). Only `verified` ids count as confirmed.
 * Lines that are not of this form are passed over.
 */
export function readEditionIds(tsv: string): EditionIds {
  const ids = new Map<string, Identity>();
  for (const line of tsv.split(/\r?\n/).slice(1)) {
    const [value, title, status] = line.split('\t');
    if (!value || !title) continue;
    ids.set(foldTitle(title), { scheme: 'arxiv', value, confirmed: status?.trim() === 'verified' });
  }
  return ids;
}
