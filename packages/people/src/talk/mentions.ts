import type { Store } from '@broadsheet/papers';

/** Members that one comment can call; more are taken as words. */
const mostMentions = 10;

/** A handle in running text; an address has a letter before its @, and a path a slash. */
export const mention = /(?<![\p{L}\p{N}_@/.+-])@([a-z0-9][a-z0-9_-]{1,29})(?![a-z0-9_@-]|\.[a-z])/giu;

/** The handles that a comment calls, in lower case, each once. What stands in code is none. */
export function mentionsIn(text: string): string[] {
  const words = text
    .replace(/^ {0,3}(`{3,}|~{3,})[^]*?(?:^ {0,3}\1|$(?![^]))/gm, ' ')
    .replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, ' ');
  const handles = [...words.matchAll(mention)].map(([, handle = '']) => handle.toLowerCase());
  return [...new Set(handles)].slice(0, mostMentions);
}

/** Which of these handles are members', with their ids. */
export async function membersCalled(
  store: Pick<Store, 'query'>,
  handles: readonly string[],
): Promise<Map<string, string>> {
  if (handles.length === 0) return new Map();
  const rows = await store.query<{ id: string; handle: string }>(
    'select id, handle from members where handle = any($1::text[])',
    [handles],
  );
  return new Map(rows.map(({ id, handle }) => [handle, id]));
}
