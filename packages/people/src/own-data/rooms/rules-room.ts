import { exportRules, importRules } from '../../rules/index.ts';
import type { ArchiveRoom } from '../archive-room.ts';

/** What you do not want to see. */
export const rulesRoom: ArchiveRoom = {
  name: 'rules',
  about: 'Your mute rules, as you wrote them.',
  exportOf: (store, { id }) => exportRules(store, id),
  async importInto(store, { id }, content, { now }) {
    try {
      const { kept, unread } = await importRules(store, id, content, now);
      return {
        taken: kept,
        refused: unread.map(({ position, reason }) => ({ what: `rule ${position}`, reason })),
      };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { taken: 0, refused: [{ what: 'rules', reason: error.message }] };
    }
  },
};
