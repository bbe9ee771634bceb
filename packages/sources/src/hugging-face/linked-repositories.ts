import {
  fields,
  readHuggingFaceItem,
  refused,
  taken,
  type ReadItem,
  type SourceRecordInput,
} from '@broadsheet/papers';

type Link = NonNullable<SourceRecordInput['links']>[number];

/** Famous papers have thousands; Hugging Face names the first few, and these are the most used. */
const mostOfAKind = 30;

const kinds = [
  { field: 'linkedModels', kind: 'model', path: '' },
  { field: 'linkedDatasets', kind: 'dataset', path: 'datasets/' },
  { field: 'linkedSpaces', kind: 'demo', path: 'spaces/' },
] as const;

/**
 * The models, datasets and Spaces that a paper's detail names, as a record of their own: the one of the daily list is
 * replaced whenever votes come in. null where nothing is linked.
 * @param id The paper that was asked for.
 */
export function readLinked(id: string, detail: unknown): ReadItem | null {
  const position = `links of ${id}`;
  const read = fields.isRow(detail) ? readHuggingFaceItem(position, detail, '') : null;
  if (read !== null && !read.ok) return read;
  if (read?.record.key !== id) {
    return refused(
      'hugging-face',
      position,
      'id',
      `The answer must be about ${id}.`,
      JSON.stringify(detail) ?? '',
    );
  }
  const { identities, title } = read.record;
  const links = linksIn(detail as fields.Row);
  return links.length === 0
    ? null
    : taken(position, { source: 'hugging-face', key: `${id} links`, identities, title, links });
}

function linksIn(detail: fields.Row): Link[] {
  return kinds.flatMap(({ field, kind, path }) =>
    fields
      .rows(detail, field)
      .filter((repository) => repository['private'] !== true)
      .map((repository) => fields.text(repository, 'id'))
      .filter((name) => /^[\w.-]{1,96}(?:\/[\w.-]{1,96})?$/.test(name))
      .slice(0, mostOfAKind)
      // Where people find them, also when a mirror was asked.
      .flatMap((name) => fields.link(kind, `https://huggingface.co/${path}${name}`)),
  );
}
