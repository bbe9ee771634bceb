import type { Command } from 'commander';
import { openStore, type Store } from '@broadsheet/papers';

/** Options that every command has, wherever on the line they stood. */
export function homeOf(command: Command): string | undefined {
  return (command.optsWithGlobals() as { home?: string }).home;
}

/** Opens the store for one piece of work and closes it whatever becomes of that. */
export async function withStore<T>(command: Command, work: (store: Store) => Promise<T>): Promise<T> {
  const home = homeOf(command);
  const store = await openStore(home === undefined ? {} : { home });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
