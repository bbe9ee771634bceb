import { listEncoders, type Store, type StoredEncoder } from '@broadsheet/papers';
import { exitCodes, Failure } from '../failure.ts';

/** The encoder of an id. @throws Failure where there is none. */
export async function findEncoder(store: Store, id: number): Promise<StoredEncoder> {
  const found = (await listEncoders(store)).find((encoder) => encoder.id === id);
  if (found !== undefined) return found;
  throw new Failure(
    `There is no encoder ${id}.`,
    'broadsheet learn list shows which there are.',
    exitCodes.usage,
  );
}
