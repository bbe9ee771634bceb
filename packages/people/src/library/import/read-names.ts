import { identitiesOf } from '@broadsheet/papers';
import { refusedItem, type ReadLibraryItem } from './library-item.ts';

/**
 * Reads a pasted list: arXiv ids, DOIs, keys and addresses of papers, on lines or with commas or spaces between them. Words after
 * a line's `#` are left out.
 */
export function* readNames(text: string): Generator<ReadLibraryItem> {
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const whole = line.replace(/(^|\s)#.*$/, '').trim();
    if (whole === '') continue;
    const position = `line ${index + 1}`;
    // Addresses may hold commas; a line that is one name is not cut.
    const names = identitiesOf(whole).length > 0 && !/\s/.test(whole) ? [whole] : whole.split(/[\s,;]+/);
    const readable = names.some((name) => identitiesOf(name).length > 0);
    for (const name of readable ? names.filter((one) => one !== '') : [whole]) {
      const identities = identitiesOf(name);
      if (identities.length === 0)
        yield refusedItem(
          'list',
          position,
          null,
          'This is no arXiv id, DOI or address of a paper. Titles can be looked for in the search.',
          name,
        );
      else
        yield {
          ok: true,
          item: {
            position,
            record: { source: 'library', key: name, identities, title: '' },
            entry: { tags: [] },
          },
        };
    }
  }
}
