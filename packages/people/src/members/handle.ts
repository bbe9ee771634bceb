/** Names that would be taken for the site itself, or for everybody. */
const reserved = new Set([
  'admin',
  'administrator',
  'all',
  'anonymous',
  'broadsheet',
  'deleted',
  'editor',
  'editors',
  'everyone',
  'here',
  'me',
  'member',
  'members',
  'moderator',
  'nobody',
  'operator',
  'owner',
  'root',
  'staff',
  'support',
  'system',
]);

/** The handle that somebody has typed, with or without its @, in lower case; null where it cannot be one. */
export function parseHandle(text: string): string | null {
  const handle = text.trim().replace(/^@/, '').toLowerCase();
  return /^[a-z0-9_-]{2,30}$/.test(handle) && !reserved.has(handle) ? handle : null;
}

/** A handle after a name: `Ada Lovelace` is `ada-lovelace`. Others may have it, and it may be reserved. */
export function handleAfter(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '');
  return plain.length < 2 ? 'reader' : plain;
}
