import type { Store } from '@broadsheet/papers';
import { may, type Member } from '../members/index.ts';
import type { ArchiveRoom, RoomReport } from './archive-room.ts';
import { paperFinder } from './find-papers.ts';
import { readArchive } from './read-archive.ts';

/** What came of taking an archive in. */
export interface ArchiveReport {
  /** By room, in the order in which they were taken in. */
  rooms: (RoomReport & { name: string })[];
  /** Rooms that only went out, or that are not known here. */
  left: string[];
  /** Files and lines of the archive that could not be read. */
  refused: { what: string; reason: string }[];
}

/**
 * Takes in what `writeArchive` gave, here or at another installation. The same archive twice changes nothing, and what is bad in it
 * costs only itself. Papers that are not here come with their records, where the member may add papers.
 * @throws ArchiveError where it is no archive, or a hostile one; nothing is taken in then.
 */
export async function importArchive(
  store: Store,
  member: Member,
  packed: Uint8Array,
  { rooms, now }: { rooms: readonly ArchiveRoom[]; now: Date },
): Promise<ArchiveReport> {
  const archive = await readArchive(packed);
  const report: ArchiveReport = { rooms: [], left: [], refused: archive.refused };
  for (const room of rooms) {
    const content = archive.rooms.get(room.name);
    if (content === undefined) continue;
    if (room.importInto === undefined) report.left.push(room.name);
    else {
      const mayAdd = room.brings === true && may(member, 'submit papers');
      const means = { find: paperFinder(store, archive.records, { mayAdd, now }), mayAdd, now };
      report.rooms.push({ name: room.name, ...(await room.importInto(store, member, content, means)) });
    }
  }
  const known = new Set(rooms.map(({ name }) => name));
  report.left.push(...[...archive.rooms.keys()].filter((name) => !known.has(name)));
  return report;
}
