import { z } from 'zod';
import { changeReadingSettings, getReadingSettings } from '../../follows/index.ts';
import type { ArchiveRoom } from '../archive-room.ts';

const Settings = z.object({
  sharesVotes: z.boolean(),
  catchUpBudget: z.number(),
  catchUpDays: z.number().nullable(),
});

/** What you have chosen about reading. */
export const readingRoom: ArchiveRoom = {
  name: 'reading',
  about: 'What you have chosen about catching up, and whether others may follow your votes.',
  exportOf: (store, { id }) => getReadingSettings(store, id),
  async importInto(store, { id }, content) {
    const read = Settings.safeParse(content);
    if (!read.success)
      return { taken: 0, refused: [{ what: 'reading', reason: 'The file has another shape.' }] };
    try {
      await changeReadingSettings(store, id, read.data);
      return { taken: 1, refused: [] };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { taken: 0, refused: [{ what: 'reading', reason: error.message }] };
    }
  },
};
