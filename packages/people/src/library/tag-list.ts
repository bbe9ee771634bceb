import { mostTags, Tag } from './entry.ts';

/** The same tag, whatever its case. */
export function tagKey(tag: string): string {
  return tag.toLowerCase();
}

/**
 * Tags as somebody typed them into one field, with commas between them. Each counts once, whatever its case.
 * @returns `trouble` says of the first that cannot be one what is wrong with it.
 */
export function readTagList(text: string): { tags: string[]; trouble: string | null } {
  const tags = new Map<string, string>();
  let trouble: string | null = null;
  for (const part of text.slice(0, 10_000).split(',')) {
    if (part.trim() === '') continue;
    const read = Tag.safeParse(part);
    if (read.success) tags.set(tagKey(read.data), read.data);
    else trouble ??= read.error.issues[0]?.message ?? 'This is no tag.';
  }
  if (tags.size > mostTags) trouble ??= `A paper bears at most ${mostTags} tags.`;
  return { tags: [...tags.values()].slice(0, mostTags), trouble };
}

/** Tags before, without some and with others, in alphabetical order; a tag that is there already keeps its spelling. */
export function changeTags(
  before: readonly string[],
  { add = [], remove = [] }: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined },
): string[] {
  const gone = new Set(remove.map(tagKey));
  const tags = new Map(before.filter((tag) => !gone.has(tagKey(tag))).map((tag) => [tagKey(tag), tag]));
  for (const tag of add) if (!tags.has(tagKey(tag))) tags.set(tagKey(tag), tag);
  return [...tags.values()].slice(0, mostTags).sort(byName);
}

const order = new Intl.Collator('en', { sensitivity: 'variant', numeric: true });
function byName(a: string, b: string): number {
  return order.compare(a, b);
}
