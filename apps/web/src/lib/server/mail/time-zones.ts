/** The time zones that a form suggests, by name; others of the IANA database are taken too. */
export const timeZones: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
