import {
  child,
  childrenOf,
  childText,
  fields,
  refused,
  taken,
  type ReadItem,
  type XmlElement,
} from '@broadsheet/papers';
import { markedText, type Volume } from './volume.ts';

const site = 'https://aclanthology.org';

/**
 * A `<paper>` of the Anthology's data.
 * Source: https://github.com/acl-org/acl-anthology/blob/master/data/xml/schema.rnc
 */
export function readPaper(paper: XmlElement, volume: Volume): ReadItem {
  const number = paper.attributes['id'] ?? '';
  const id = anthologyId(volume, number);
  const position = `${volume.collection}-${volume.id} paper ${number}`;
  const [acl] = fields.identitiesIn(`acl:${id}`);
  if (acl === undefined) {
    return refused('acl', position, 'id', 'collection, volume and paper must make up an Anthology id.', id);
  }
  const title = markedText(paper, 'title');
  if (title === '') return refused('acl', position, 'title', 'The paper has no title.', id);
  const doi = childText(paper, 'doi');
  const notice = child(paper, 'retracted') ?? child(paper, 'removed');
  const comment = [
    ...childrenOf(paper, 'award').map((award) => award.text.trim()),
    notice === undefined
      ? ''
      : `${notice.name === 'removed' ? 'Removed' : 'Retracted'}: ${markedText(paper, notice.name)}`,
  ].filter(Boolean);
  const pages = childText(paper, 'pages');
  return taken(position, {
    source: 'acl',
    key: id,
    identities: fields.identitiesIn(`acl:${id}`, doi === '' ? '' : `doi:${doi}`),
    title,
    abstract: markedText(paper, 'abstract'),
    authors: childrenOf(paper, 'author').flatMap(authorOf),
    ...(volume.venue === '' ? {} : { venue: volume.venue.slice(0, 500) }),
    ...(volume.published === null ? {} : { published: volume.published }),
    ...(volume.license === '' ? {} : { license: volume.license }),
    ...(comment.length === 0 ? {} : { comment: comment.join('. ').slice(0, 5000) }),
    ...(volume.number === ''
      ? {}
      : { journalRef: [`${volume.venue} ${volume.number}`, pages].filter(Boolean).join(', ') }),
    links: [...fields.link('page', `${site}/${id}/`), ...pdfOf(paper, id), ...videosOf(paper)],
    withdrawn: notice !== undefined,
  });
}

/**
 * `2026.acl-long.1`, or `P19-1001` until 2019: there the last four digits are volume and paper, two and two for workshops
 * (W), for COLING 1969, and for the volumes from 5 on of EMNLP 2019.
 */
function anthologyId({ collection, id }: Volume, paper: string): string {
  if (collection.includes('.')) return `${collection}-${id}.${paper}`;
  const wide = /^W|^C69$/.test(collection) || (collection === 'D19' && Number(id) >= 5);
  return `${collection}-${wide ? id.padStart(2, '0') + paper.padStart(2, '0') : id + paper.padStart(3, '0')}`;
}

function authorOf(author: XmlElement) {
  const name = [childText(author, 'first'), childText(author, 'last')].filter(Boolean).join(' ');
  if (name === '') return [];
  const orcid = author.attributes['orcid'] ?? '';
  const affiliation = childText(author, 'affiliation').slice(0, 500);
  return [
    {
      name,
      ...(/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(orcid) ? { orcid } : {}),
      ...(affiliation === '' ? {} : { affiliation }),
    },
  ];
}

/** `<pdf hash="…"/>` since 2026, `<url hash="…">2025.acl-long.1</url>` before; some old ones lie elsewhere. */
function pdfOf(paper: XmlElement, id: string) {
  const url = childText(paper, 'url') || childText(paper, 'pdf');
  if (/^https?:/i.test(url)) return fields.link('pdf', url);
  return child(paper, 'pdf') || url !== '' ? fields.link('pdf', `${site}/${id}.pdf`) : [];
}

function videosOf(paper: XmlElement) {
  return childrenOf(paper, 'video')
    .slice(0, 20)
    .flatMap(({ attributes }) => {
      const address = attributes['href'] ?? '';
      return fields.link('media', /^https?:/i.test(address) ? address : `${site}/${address}`);
    });
}
