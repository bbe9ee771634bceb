import { z } from 'zod';
import { addFollow, AuthorIdentity, FollowInput, listFollows, readFollow } from '../../follows/index.ts';
import type { ArchiveRoom } from '../archive-room.ts';

const Follows = z.object({ follows: z.array(z.unknown()).max(5_000) });
const Entry = FollowInput.loose().extend({ identity: z.unknown().optional() });

/** Authors, venues, categories, searches and members that you follow. */
export const followsRoom: ArchiveRoom = {
  name: 'follows',
  about: 'Authors, venues, categories, searches and members that you follow.',
  async exportOf(store, { id }) {
    const follows = await listFollows(store, id);
    return {
      follows: follows
        .toReversed()
        .map(({ kind, value, label, identity }) => ({ kind, value, label, identity })),
    };
  },
  async importInto(store, { id }, content, { now }) {
    const read = Follows.safeParse(content);
    if (!read.success)
      return { taken: 0, refused: [{ what: 'follows', reason: 'The file has another shape.' }] };
    let taken = 0;
    const refused: { what: string; reason: string }[] = [];
    for (const [index, one] of read.data.follows.entries()) {
      const entry = Entry.safeParse(one);
      if (!entry.success) {
        refused.push({ what: `entry ${index + 1}`, reason: 'It does not say whom or what.' });
        continue;
      }
      const { kind, value } = entry.data;
      const { follow, troubles } = await readFollow(store, { kind, value });
      const identity = AuthorIdentity.safeParse(entry.data.identity).data ?? null;
      const added =
        follow === null
          ? null
          : await addFollow(store, id, { ...follow, identity: kind === 'author' ? identity : null }, now);
      if (added === null) refused.push({ what: value, reason: Object.values(troubles ?? {}).join(' ') });
      else if ('refused' in added) refused.push({ what: value, reason: added.refused });
      else taken++;
    }
    return { taken, refused };
  },
};
