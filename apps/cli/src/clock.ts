/** The time by which mails are put together and sent; `BROADSHEET_NOW` (ISO 8601) stops it, as it does for the site's pages. */
export function now(): Date {
  const stopped = process.env['BROADSHEET_NOW'];
  return stopped ? new Date(stopped) : new Date();
}
