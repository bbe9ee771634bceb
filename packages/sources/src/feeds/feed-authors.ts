import { childrenOf, childText, splitAuthors, type XmlElement } from '@broadsheet/papers';

/**
 * Who wrote an item: Atom's `<author><name>`, Dublin Core's `dc:creator` (one for each, or one for all), or RSS's
 * `<author>mail@example.org (Ada Lovelace)</author>`. Addresses are left out.
 */
export function authorsOf(item: XmlElement): { name: string }[] {
  const people = childrenOf(item, 'author')
    .map((author) => childText(author, 'name'))
    .filter(Boolean);
  if (people.length > 0) return named(people);
  const creators = childrenOf(item, 'creator')
    .map((creator) => creator.text.trim())
    .filter(Boolean);
  const [all] = creators;
  if (all !== undefined) return named(creators.length > 1 ? creators : listed(all));
  return named(
    childrenOf(item, 'author').flatMap((author) => {
      const [, inBrackets] = /^\S+@\S+\s*\(([^()]+)\)$/.exec(author.text.trim()) ?? [];
      const name = inBrackets ?? author.text.trim();
      return /^\S*@\S*$/.test(name) ? [] : listed(name);
    }),
  );
}

/** `Lovelace, Ada` is one person, `Ada Lovelace, Alan Turing` are two. */
function listed(text: string): string[] {
  if (/^[^\s,;]+,\s*[^,;]+$/.test(text) && !/\sand\s/.test(text)) return [text];
  return splitAuthors(text).map(({ name }) => name);
}

function named(names: readonly string[]): { name: string }[] {
  return names.filter((name) => name !== '' && name.length <= 300).map((name) => ({ name }));
}
