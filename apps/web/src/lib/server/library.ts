import { openStore, type Store } from '@broadsheet/papers';

/** Where the program that serves the site leaves the store that it has opened. */
const place = Symbol.for('broadsheet.store');
const shelf = globalThis as { [place]?: Store };

/** The open store. `broadsheet start` provides it before it loads the built site; `vite dev` opens it itself. */
export function library(): Store {
  const store = shelf[place];
  if (store === undefined) throw new Error('The site was loaded without a store: start it with `npm start`.');
  return store;
}

/** For `vite dev`, where nobody has opened the store. */
export async function openLibrary(): Promise<void> {
  shelf[place] ??= await openStore({ home: process.env['BROADSHEET_HOME'] ?? '../../.broadsheet' });
}
