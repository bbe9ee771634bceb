import { parsePublished } from '../normalise/index.ts';
import type { ReadItem } from '../record/reject.ts';
import { count, identitiesIn, isRow, link, rows, text, texts, type Row } from './fields.ts';
import { refused, taken } from './items.ts';

/**
 * One item of Hugging Face's `daily_papers`, of its search, or a paper's detail. The inner `paper` is the truth: the
 * wrapper's `publishedAt` is shifted by New York's offset. Only the day of `submittedOnDailyAt` is used; a file's own
 * name (`2024-05-27.json`) says the day better.
 */
export function readHuggingFaceItem(position: string, item: Row, fileName: string): ReadItem {
  const source = 'hugging-face';
  const paper = isRow(item['paper']) ? item['paper'] : item;
  const id = text(paper, 'id');
  const identities = identitiesIn(`hf:${id}`);
  if (identities.length === 0) {
    return refused(
      source,
      position,
      'paper.id',
      'paper.id must be an arXiv id such as 2405.15738.',
      JSON.stringify(item),
    );
  }
  const published = parsePublished(text(paper, 'publishedAt'));
  const day = /(\d{4}-\d{2}-\d{2})/.exec(fileName)?.[1] ?? text(paper, 'submittedOnDailyAt').slice(0, 10);
  const upvotes = count(paper, 'upvotes');
  return taken(position, {
    source,
    key: id,
    identities,
    title: text(paper, 'title') || text(item, 'title'),
    abstract: text(paper, 'summary') || text(item, 'summary'),
    authors: rows(paper, 'authors')
      .filter((author) => text(author, 'name') !== '' && author['hidden'] !== true)
      .map((author) => {
        const user = isRow(author['user'])
          ? text(author['user'], 'user') || text(author['user'], 'name')
          : '';
        return { name: text(author, 'name'), ...(user === '' ? {} : { user }) };
      }),
    ...(published === null ? {} : { published }),
    keywords: texts(paper, 'ai_keywords'),
    summary: text(paper, 'ai_summary'),
    links: [
      ...link('code', text(paper, 'githubRepo'), count(paper, 'githubStars')),
      ...link('project', text(paper, 'projectPage')),
      ...texts(paper, 'mediaUrls').flatMap((url) => link('media', url)),
    ],
    withdrawn: text(paper, 'withdrawnAt') !== '',
    popularity:
      upvotes === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)
        ? []
        : [{ day, upvotes, comments: count(item, 'numComments') ?? 0 }],
  });
}
