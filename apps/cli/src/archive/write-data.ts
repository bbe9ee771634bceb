import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { publicRecords, type Store } from '@broadsheet/papers';
import { newestComments } from '@broadsheet/people';

/**
 * The data behind the pages as JSON lines: `data/papers.jsonl`, every record as it came, which `broadsheet import` reads, and
 * `data/comments.jsonl`, what was said by whom (a handle) about which paper. Nothing else that members have is in them.
 */
export async function writeData(store: Store, folder: string, now: Date): Promise<void> {
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeLines(join(folder, 'data/papers.jsonl'), publicRecords(store));
  await writeLines(join(folder, 'data/comments.jsonl'), comments(store, now));
}

async function* comments(store: Store, now: Date): AsyncGenerator<object> {
  for (let before: number | undefined; ;) {
    const found = await newestComments(store, {}, { limit: 200, before, now });
    for (const { id, author, paper, text, createdAt, parentId } of found)
      yield {
        id,
        answers: parentId,
        paper: paper.key,
        by: author?.handle ?? null,
        at: createdAt.toISOString(),
        text,
      };
    before = found.at(-1)?.id;
    if (found.length < 200) return;
  }
}

async function writeLines(file: string, values: AsyncIterable<object>): Promise<void> {
  async function* lines() {
    for await (const value of values) yield `${JSON.stringify(value)}\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(`${file}.unfinished`));
  await rename(`${file}.unfinished`, file);
}
