import { fields, isDay, readHuggingFaceItem, refused, type ReadItem } from '@broadsheet/papers';

/**
 * An item of the daily list, with what it counts at this moment.
 *
 * A paper stays on its list while its votes grow, so it is asked for on several days, and each of them gets a snapshot of
 * its own: that is what velocity is made of. The evening before, when the list is begun already, counts as its first
 * day, so that the first snapshot lies on the day of the list, as it does for files. The day of the list itself is when
 * the record was stated.
 * @param listed The day of the list. @param asked The date in New York when it was asked for.
 */
export function readListed(position: string, item: unknown, listed: string, asked: string): ReadItem {
  if (!fields.isRow(item)) {
    return refused(
      'hugging-face',
      position,
      null,
      'The item must be an object. A text means that the list was encoded twice.',
      typeof item === 'string' ? item : (JSON.stringify(item) ?? ''),
    );
  }
  const read = readHuggingFaceItem(position, item, listed);
  if (!read.ok) return read;
  const day = asked > listed ? asked : listed;
  const snapshots = (read.record.popularity ?? []).filter((snapshot) => isDay(snapshot.day));
  return {
    ...read,
    record: {
      ...read.record,
      statedAt: `${listed}T00:00:00.000Z`,
      popularity: snapshots.map((snapshot) => ({ ...snapshot, day })),
    },
  };
}

/** The name that Hugging Face knows the paper of an item by; null where there is none that it could be asked for. */
export function nameOf(item: unknown): string | null {
  if (!fields.isRow(item)) return null;
  const paper = fields.isRow(item['paper']) ? item['paper'] : item;
  const id = fields.text(paper, 'id');
  return /^\d{4}\.\d{4,5}$/.test(id) ? id : null;
}
