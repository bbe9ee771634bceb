/**
 * What every list, count, search, feed and mail asks of `papers p`: editors have not hidden it. The one condition; whoever selects
 * papers for readers puts it beside their own.
 *
 * Of ids, and not of the column: the hidden ones are read once, by an index of their own, so that papers can still be counted from
 * an index alone, without reading their rows.
 */
export const shown = 'p.id <> all (array(select h.id from papers h where h.hidden))';
