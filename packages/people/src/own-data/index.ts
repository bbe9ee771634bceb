export type { ArchiveRoom, ImportMeans, PaperNamer, RoomReport } from './archive-room.ts';
export { archiveRooms } from './archive-rooms.ts';
export { importArchive, type ArchiveReport } from './import-archive.ts';
export { ArchiveError, largestArchive } from './read-archive.ts';
export { archiveFolder, writeArchive, type ArchiveOptions } from './write-archive.ts';
