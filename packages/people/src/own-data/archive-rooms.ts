import type { ArchiveRoom } from './archive-room.ts';
import { accountRoom } from './rooms/account-room.ts';
import { commentsRoom } from './rooms/comments-room.ts';
import { contributionsRoom } from './rooms/contributions-room.ts';
import { followsRoom } from './rooms/follows-room.ts';
import { interestsRoom } from './rooms/interests-room.ts';
import { libraryRoom } from './rooms/library-room.ts';
import { readingRoom } from './rooms/reading-room.ts';
import { rulesRoom } from './rooms/rules-room.ts';
import { votesRoom } from './rooms/votes-room.ts';

/**
 * Everything of a member's own, in the order in which it is taken in. A new room of this package is a line here; rooms of higher
 * floors (subscriptions by mail) are added by who calls `writeArchive`.
 */
export const archiveRooms: readonly ArchiveRoom[] = [
  accountRoom,
  libraryRoom,
  votesRoom,
  commentsRoom,
  contributionsRoom,
  followsRoom,
  rulesRoom,
  interestsRoom,
  readingRoom,
];
