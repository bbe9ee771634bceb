import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Checkpoints } from '@broadsheet/lab';
import { defaultHome } from '@broadsheet/papers';
import { homeOf } from '../with-store.ts';

/** Where runs under way are kept: in the folder of the embedded store, also where papers lie on a server. */
export function checkpointsOf(command: Command): Checkpoints {
  return new Checkpoints(join(resolve(homeOf(command) ?? defaultHome()), 'lab/checkpoints'));
}
