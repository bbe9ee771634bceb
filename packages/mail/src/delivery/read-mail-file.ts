import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { longestBounce } from './read-bounce.ts';

/**
 * The mails in a file or folder: one message (`.eml`), an mbox file (RFC 4155), a Maildir folder, or any folder of messages.
 * Each is cut after `longestBounce` bytes, so that a large one costs no memory.
 * @throws What the file system throws: the path does not exist, or may not be read.
 */
export async function* readMailFile(path: string): AsyncGenerator<Uint8Array> {
  if (!(await stat(path)).isDirectory()) {
    yield* readMailStream(createReadStream(path) as AsyncIterable<Buffer>);
    return;
  }
  const names = await readdir(path);
  // A Maildir keeps its mails in `new` and `cur`; `tmp` holds what is still being written.
  const rooms = ['new', 'cur'].filter((name) => names.includes(name));
  for (const folder of rooms.length > 0 ? rooms.map((name) => join(path, name)) : [path])
    yield* readFiles(folder);
}

async function* readFiles(folder: string): AsyncGenerator<Uint8Array> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  for (const name of names.sort())
    yield* readMailStream(createReadStream(join(folder, name)) as AsyncIterable<Buffer>);
}

/**
 * The mails in a stream, such as the standard input: an mbox where its first line begins with `From `, else one message.
 *
 * In an mbox, mails begin at such lines where they follow an empty one; a line of a mail that looks so has a `>` before it,
 * which is taken away (the mboxrd form). Lines are bytes here: a bounce may be in any encoding.
 */
export async function* readMailStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let mail: Uint8Array[] | null = null;
  let length = 0;
  let isMbox = false;
  let afterEmpty = true;
  for await (const line of linesOf(chunks)) {
    const text = Buffer.from(line.subarray(0, 80)).toString('latin1');
    if (text.startsWith('From ') && (mail === null || (isMbox && afterEmpty))) {
      if (mail !== null) yield Buffer.concat(mail);
      [mail, length, isMbox, afterEmpty] = [[], 0, true, false];
      continue;
    }
    afterEmpty = /^\r?\n?$/.test(text);
    const own = isMbox && /^>+From /.test(text) ? line.subarray(1) : line;
    mail ??= [];
    if (length < longestBounce) mail.push(own.subarray(0, longestBounce - length));
    length += own.length;
  }
  if (mail !== null) yield Buffer.concat(mail);
}

/** Lines with their ends. One that is longer than a mail may be is given out in pieces. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const piece = chunk.subarray(start, end + 1);
      yield rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
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
