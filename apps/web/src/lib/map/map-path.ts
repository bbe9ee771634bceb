/** The address of the map of a list, by the list's own. Slashes stay readable. */
export function mapPath(of: string): string {
  return `/map?of=${encodeURIComponent(of).replaceAll('%2F', '/')}`;
}
