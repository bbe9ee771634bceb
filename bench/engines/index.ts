import { openBroadsheet } from './broadsheet.ts';
import type { Engine } from './engine.ts';
import { openMiniSearch } from './minisearch.ts';
import { openOrama } from './orama.ts';
import { openSqliteFts5 } from './sqlite-fts5.ts';

/** The engines by name, in the order of the tables. `folder` is an empty one for those that keep files. */
export const engines: Record<string, (folder: string) => Engine | Promise<Engine>> = {
  Broadsheet: (folder) => openBroadsheet(folder, false),
  'Broadsheet with facets': (folder) => openBroadsheet(folder, true),
  MiniSearch: openMiniSearch,
  Orama: openOrama,
  'SQLite FTS5': openSqliteFts5,
};
