/** Where the site lives, without a slash at the end: SITE_URL where the operator set it, else as it was asked for. */
export function siteUrl(url: URL): string {
  return (process.env['SITE_URL'] || url.origin).replace(/\/+$/, '');
}
