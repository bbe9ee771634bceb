import {
  activeEncoder,
  encoderBefore,
  listEncoders,
  listOwnEncoders,
  removeEncoder,
  type Store,
} from '@broadsheet/papers';

/**
 * Keeps two versions, and what else is needed: the encoder in use, the one before it (to go back to), and the two newest of our
 * own. Others go, with their vectors.
 * @returns The ids of those that went.
 */
export async function removeOldEncoders(store: Store): Promise<number[]> {
  const own = (await listOwnEncoders(store)).map(({ id }) => id).sort((one, other) => other - one);
  const kept = new Set(own.slice(0, 2));
  for (const encoder of [await activeEncoder(store), await encoderBefore(store)])
    if (encoder !== null) kept.add(encoder.id);
  const removed: number[] = [];
  for (const { id } of await listEncoders(store))
    if (!kept.has(id)) {
      await removeEncoder(store, id);
      removed.push(id);
    }
  return removed;
}
