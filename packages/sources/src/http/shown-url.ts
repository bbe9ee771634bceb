/** Names in a query whose values are secrets, or an operator's e-mail address. Rather one too many than one too few. */
const secretName =
  /(key|token|secret|password|passwd|pwd|signature|credentials?|mailto|mail)$|(^|[-_.])(sig|auth|authorization|session|sid)($|[-_.])/i;

const longest = 300;

/** An address as people, logs and errors may see it: no user, no password, no fragment, no secrets in the query. */
export function shownUrl(address: string | URL): string {
  const url = typeof address === 'string' ? URL.parse(address) : address;
  // What is not a URL may hold anything, so nothing of it is shown.
  if (url === null) return 'what was given';
  const query = Array.from(
    url.searchParams,
    ([name, value]) =>
      `${encodeURIComponent(name)}=${secretName.test(name) ? '…' : encodeURIComponent(value)}`,
  ).join('&');
  const text = `${url.protocol}//${url.host}${url.pathname}${query === '' ? '' : `?${query}`}`;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
