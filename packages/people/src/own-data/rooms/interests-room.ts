import { exportInterests, importInterests } from '../../interests/index.ts';
import type { ArchiveRoom } from '../archive-room.ts';

/** What your own feed follows from. */
export const interestsRoom: ArchiveRoom = {
  name: 'interests',
  about: 'Your interests with the examples that they are learnt from, and how your feed mixes them.',
  exportOf: (store, { id }) => exportInterests(store, id),
  async importInto(store, { id }, content, { now }) {
    try {
      const { interests, examples, unread } = await importInterests(store, id, content, now);
      return {
        taken: interests + examples,
        refused: unread.map(({ position, reason }) => ({ what: position, reason })),
      };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { taken: 0, refused: [{ what: 'interests', reason: error.message }] };
    }
  },
};
