import { subscriptionsRoom } from '@broadsheet/mail';
import { archiveRooms, type ArchiveRoom } from '@broadsheet/people';

/** All rooms of a member's own data, those of mail included. */
export const archiveRoomsHere: readonly ArchiveRoom[] = [...archiveRooms, subscriptionsRoom];
