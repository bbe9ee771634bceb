import { fields } from '@broadsheet/papers';
import { importLibrary, mostItems } from '../../library/import/import-library.ts';
import { readOwnEntry } from '../../library/import/read-own-library.ts';
import { libraryIds, writeLibrary } from '../../library/index.ts';
import type { ReadLibraryItem } from '../../library/import/library-item.ts';
import type { ArchiveRoom, RoomReport } from '../archive-room.ts';

/** Your papers with state, tags and notes. Papers that are not there come with it. */
export const libraryRoom: ArchiveRoom = {
  name: 'library',
  about:
    'Your papers, with state, tags, notes and days; library.bib and library.md hold the same for other programs.',
  brings: true,
  async exportOf(store, { id }, papers) {
    await papers(await libraryIds(store, id));
    return JSON.parse(await writeLibrary(store, id, 'json')) as unknown;
  },
  async importInto(store, { id }, content, { find, mayAdd, now }) {
    const rows = fields.isRow(content) && Array.isArray(content['papers']) ? content['papers'] : [];
    const items = rows.map((row: unknown, index): ReadLibraryItem =>
      readOwnEntry(`paper ${index + 1}`, fields.isRow(row) ? row : {}),
    );
    // What is not here is brought by the archive's records, which say more than the library does.
    await find(
      items.flatMap((read) => {
        const [name] = read.ok ? (read.item.record.identities ?? []) : [];
        return name === undefined
          ? []
          : [name.scheme === 'url' ? name.value : `${name.scheme}:${name.value}`];
      }),
    );
    const taken: RoomReport = { taken: 0, refused: [] };
    for (let at = 0; at < items.length; at += mostItems) {
      const report = await importLibrary(store, id, items.slice(at, at + mostItems), {
        mayAdd,
        now,
      });
      taken.taken += report.found + report.added + report.known;
      taken.refused.push(
        ...report.rejects.map(({ position, reason }) => ({ what: position, reason })),
        ...report.absent.map(({ title, reason }) => ({ what: title, reason })),
      );
      if (report.full > 0)
        taken.refused.push({ what: `${report.full} papers`, reason: 'The library has no more room.' });
    }
    return taken;
  },
};
