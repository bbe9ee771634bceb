/** Where to go after signing in: a path of this site, whatever a form or a link says; else the front page. */
export function backPath(text: string | null): string {
  const path = text ?? '';
  // `//elsewhere` and `/\elsewhere` would leave the site.
  return /^\/(?![/\\])[^\p{Cc}\\]{0,2000}$/u.test(path) && !/^\/(sign-in|sign-out|auth)(\/|\?|$)/.test(path)
    ? path
    : '/';
}
