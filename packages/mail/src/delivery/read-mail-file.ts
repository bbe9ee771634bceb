import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { longestBounce } from './read-bounce.ts';

/**
 * The mails in a file or folder: one message (`.eml`), an mbox file (RFC 4155), a Maildir folder, or any folder of messages.
 * Each is cut after `longestBounce` bytes, so that a large one costs no memory.
 * @throws What the file system throws: the path does not exist, or may not be read.
 */
export async function* readMailFile(path: string): AsyncGenerator<Uint8Array> {
  if ((await stat(path)).isDirectory()) yield* readFolder(path);
  else if (await beginsLikeMbox(path)) yield* readMbox(path);
  else yield await readBeginning(path);
}

/** A Maildir keeps its mails in `new` and `cur`; `tmp` holds what is still being written. */
async function* readFolder(folder: string): AsyncGenerator<Uint8Array> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isMaildir = entries.some(
    (entry) => entry.isDirectory() && (entry.name === 'new' || entry.name === 'cur'),
  );
  if (isMaildir) {
    for (const name of ['new', 'cur'])
      if (entries.some((entry) => entry.name === name)) yield* readFiles(join(folder, name));
  } else yield* readFiles(folder);
}

async function* readFiles(folder: string): AsyncGenerator<Uint8Array> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  for (const name of names.sort()) yield await readBeginning(join(folder, name));
}

async function readBeginning(path: string, length = longestBounce): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    // A pipe has no size.
    const buffer = Buffer.alloc(size > 0 ? Math.min(size, length) : length);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function beginsLikeMbox(path: string): Promise<boolean> {
  return Buffer.from(await readBeginning(path, 5)).toString('latin1') === 'From ';
}

/**
 * Mails begin at lines with `From ` that follow an empty line; a line of a mail that looks so has a `>` before it, which is
 * taken away (the mboxrd form). Lines are bytes here: a bounce may be in any encoding.
 */
async function* readMbox(path: string): AsyncGenerator<Uint8Array> {
  let mail: Buffer[] = [];
  let length = 0;
  let begun = false;
  let afterEmpty = true;
  for await (const line of linesOf(path)) {
    const text = line.subarray(0, 80).toString('latin1');
    if (afterEmpty && text.startsWith('From ')) {
      if (begun) yield Buffer.concat(mail);
      [mail, length, begun] = [[], 0, true];
      afterEmpty = false;
      continue;
    }
    afterEmpty = /^\r?\n?$/.test(text);
    const own = /^>+From /.test(text) ? line.subarray(1) : line;
    if (length < longestBounce) mail.push(own.subarray(0, longestBounce - length));
    length += own.length;
  }
  if (begun) yield Buffer.concat(mail);
}

/** Lines with their ends. One that is longer than a mail may be is given out in pieces. */
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end + 1)]);
      [rest, restLength, start] = [[], 0, end + 1];
    }
    rest.push(chunk.subarray(start));
    restLength += chunk.length - start;
    if (restLength > longestBounce) {
      yield Buffer.concat(rest);
      [rest, restLength] = [[], 0];
    }
  }
  if (restLength > 0) yield Buffer.concat(rest);
}
