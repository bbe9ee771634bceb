import type { ReadItem } from '../record/reject.ts';
import { decode, type ByteSource } from './chunks.ts';
import { isRow } from './fields.ts';
import { readHuggingFaceItem } from './hugging-face-item.ts';
import { refused } from './items.ts';

const largestItem = 8 * 2 ** 20;

/**
 * Reads a JSON array of Hugging Face items, or a single one, item by item: a broken or cut-off item is rejected, the
 * whole ones around it are kept, and memory holds one item at a time.
 */
export async function* readJson(source: ByteSource, name: string): AsyncGenerator<ReadItem> {
  let number = 0;
  for await (const piece of topLevelItems(decode(source))) {
    number++;
    const position = `item ${number}`;
    if (!piece.whole) {
      yield refused(
        'hugging-face',
        position,
        null,
        'The file ends in the middle of this item, or the item is over 8 MiB.',
        piece.text,
      );
      continue;
    }
    let item: unknown;
    try {
      item = JSON.parse(piece.text);
    } catch (error) {
      yield refused(
        'hugging-face',
        position,
        null,
        `The item is not JSON: ${(error as Error).message}.`,
        piece.text,
      );
      continue;
    }
    if (isRow(item)) yield readHuggingFaceItem(position, item, name);
    else
      yield refused(
        'hugging-face',
        position,
        null,
        'The item is a text, not an object: the file was encoded twice.',
        piece.text,
      );
  }
  if (number === 0) yield refused('hugging-face', 'file', null, 'The file has no JSON object in it.', '');
}

/**
 * Cuts the outermost `{…}` and `"…"` out of a text, minding strings: all that is needed to save the good items of a
 * bad file.
 */
async function* topLevelItems(
  source: AsyncIterable<string>,
): AsyncGenerator<{ text: string; whole: boolean }> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let held = '';
  for await (const chunk of source) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const sign = chunk[at];
      const wasOpen = depth > 0 || inString;
      if (inString) {
        if (escaped) escaped = false;
        else if (sign === '\\') escaped = true;
        else if (sign === '"') inString = false;
      } else if (sign === '"') {
        inString = true;
      } else if (sign === '{') {
        depth++;
      } else if (sign === '}' && depth > 0) {
        depth--;
      }
      const isOpen = depth > 0 || inString;
      if (isOpen && !wasOpen) from = at;
      if (isOpen || !wasOpen) continue;
      yield { text: held + chunk.slice(from, at + 1), whole: true };
      held = '';
    }
    if (depth > 0 || inString) held += chunk.slice(from);
    if (held.length > largestItem) {
      yield { text: held, whole: false };
      return;
    }
  }
  if (depth > 0 || inString) yield { text: held, whole: false };
}
