/**
 * Keeps answers to whoever they are for: one to somebody who is signed in is kept by no cache, and a page that is the same
 * for all others is kept apart from it. What a page itself says stays, where it is stricter.
 */
export function keepPrivate(headers: Headers, isSignedIn: boolean): void {
  const caching = headers.get('cache-control') ?? '';
  if (isSignedIn) {
    if (!/\bno-store\b/.test(caching)) headers.set('cache-control', 'private, no-store');
    return;
  }
  const type = headers.get('content-type') ?? '';
  if (/\bpublic\b/.test(caching) && /^(text\/html|application\/json)/.test(type))
    headers.append('vary', 'Cookie');
}
