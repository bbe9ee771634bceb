import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Store } from '@broadsheet/papers';
import { writeLibrary } from '../library/index.ts';
import type { Member } from '../members/index.ts';
import type { ArchiveRoom } from './archive-room.ts';
import { namedPapers } from './name-papers.ts';
import { tarEnd, tarEntry } from './tar-entry.ts';

/** The folder inside of the archive. */
export const archiveFolder = 'broadsheet-export';

export interface ArchiveOptions {
  rooms: readonly ArchiveRoom[];
  /** Address of this installation, for people. */
  site: string;
  now: Date;
}

/**
 * Everything of a member's own as one archive (tar, gzip) of open formats: a JSON file for each room, the records of all papers that
 * they name as JSON lines, which `broadsheet import` and `readArchive` read, the library also as BibTeX and Markdown, and a README.
 */
export function writeArchive(store: Store, member: Member, options: ArchiveOptions): Readable {
  const packed = createGzip();
  // A failure comes out where the archive is read.
  pipeline(Readable.from(entries(store, member, options)), packed, () => {});
  return packed;
}

async function* entries(
  store: Store,
  member: Member,
  { rooms, site, now }: ArchiveOptions,
): AsyncGenerator<Buffer> {
  const entry = (name: string, text: string) => tarEntry(`${archiveFolder}/${name}`, Buffer.from(text), now);
  const papers = namedPapers(store);
  const held: ArchiveRoom[] = [];
  for (const room of rooms) {
    const content = await room.exportOf(store, member, papers.name);
    if (content === null || content === undefined) continue;
    held.push(room);
    yield entry(`${room.name}.json`, `${JSON.stringify(content, null, 2)}\n`);
  }
  yield entry('library.bib', await writeLibrary(store, member.id, 'bibtex'));
  yield entry('library.md', await writeLibrary(store, member.id, 'markdown'));
  const lines: string[] = [];
  for await (const record of papers.records()) lines.push(JSON.stringify(record));
  yield entry('papers.jsonl', lines.map((line) => `${line}\n`).join(''));
  yield entry(
    'broadsheet-export.json',
    `${JSON.stringify({ format: 'broadsheet-own-data', version: 1, site, handle: member.handle, created: now.toISOString(), rooms: held.map(({ name }) => name) }, null, 2)}\n`,
  );
  yield entry('README.md', readme(held, site, now));
  yield tarEnd;
}

function readme(rooms: readonly ArchiveRoom[], site: string, now: Date): string {
  return `# Everything of yours at ${site}

Made on ${now.toISOString().slice(0, 10)}. Another installation of Broadsheet takes this archive in, whole, at /me/import.

${rooms.map(({ name, about }) => `- \`${name}.json\`: ${about}`).join('\n')}
- \`library.bib\`, \`library.md\`: your library for other programs and for reading.
- \`papers.jsonl\`: the records of all papers that these files name, one a line; \`broadsheet import papers.jsonl\` reads it.

Papers are named by what they are called elsewhere: \`arxiv:2103.03230\`, \`doi:10.1000/182\`, or the address of their page.
`;
}
