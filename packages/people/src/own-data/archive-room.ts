import type { Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';

/**
 * A room of a member's own data in the archive that `/me/export` gives and another installation takes in. To add one: write a file
 * in `rooms/` that gives an `ArchiveRoom`, and name it in `archive-rooms.ts`.
 */
export interface ArchiveRoom {
  /** The file is called `name.json`: small letters and hyphens. */
  name: string;
  /** One sentence for the archive's README: what it holds. */
  about: string;
  /** Whether papers that are not there are to be added for it, with the records that the archive brings. Default: no. */
  brings?: boolean;
  /** Everything of the member's in this room, as JSON; null where there is nothing. Papers are named by `papers`. */
  exportOf(store: Store, member: Member, papers: PaperNamer): Promise<unknown>;
  /**
   * Takes in what `exportOf` gave, there or at another installation: hostile until a schema has read it. The same twice changes
   * nothing. Missing where the room only goes out; `about` then says why.
   */
  importInto?(store: Store, member: Member, content: unknown, means: ImportMeans): Promise<RoomReport>;
}

/** Names papers for other installations, and sees to it that their records are in the archive. */
export type PaperNamer = (ids: readonly number[]) => Promise<Map<number, string>>;

export interface ImportMeans {
  /** The papers that names mean here; those that are not here, and could not be added, are missing. */
  find: (names: readonly string[]) => Promise<Map<string, number>>;
  /** Whether papers that are not here may be added: by rooms that bring papers, for members who may add them. */
  mayAdd: boolean;
  now: Date;
}

/** What came of one room. */
export interface RoomReport {
  /** Things taken in or there before. */
  taken: number;
  /** What was not taken, each with the reason; the valid rest was. */
  refused: { what: string; reason: string }[];
}
