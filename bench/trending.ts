/**
 * What should ten times the attention be worth in hours? Plays the counted days of the Hugging Face list again: every
 * evening, the front page (the best twenty) is made with several values, from the counts known of each paper. Figures
 * and the choice: docs/decisions/004-trending.md.
 */
import { announcedAt, trendingScore } from '@broadsheet/papers';
import { readLines } from './data/lines.ts';
import { snapshotsFile } from './data/places.ts';
import { median } from './median.ts';
import { table } from './table.ts';

const front = 20;
const candidates = [12, 24, 48, 72, 96, 120, 168, 336];
const day = 86_400_000;

interface Counted {
  id: string;
  /** Instant of the day it was listed on. */
  at: number;
  day: string;
  votes: number;
  attention: number;
}

export async function benchTrending({ data }: { data: string }): Promise<string> {
  const papers = await counted(snapshotsFile(data));
  const days = [...new Set(papers.map(({ day }) => day))].sort();
  // The first fortnight has too little before it.
  const evenings = days.slice(10).map((date) => announcedAt(date).getTime());
  const rows = candidates.map((hours) => {
    const fronts = evenings.map((now) => frontPage(papers, now, hours));
    const ages = fronts.flatMap((list, at) => list.map((paper) => ((evenings[at] ?? 0) - paper.at) / day));
    const kept = fronts.map((list, at) => {
      const now = evenings[at] ?? 0;
      const week = papers.filter((paper) => paper.at <= now && paper.at > now - 7 * day);
      const best = week.toSorted((a, b) => b.votes - a.votes).slice(0, front);
      return sum(list.filter((paper) => paper.at > now - 7 * day)) / Math.max(1, sum(best));
    });
    const fresh = fronts.map((list, at) => {
      const before = new Set((fronts[at - 1] ?? []).map(({ id }) => id));
      return at === 0 ? Number.NaN : list.filter(({ id }) => !before.has(id)).length / front;
    });
    const today = fronts.map((list, at) => list.filter((paper) => paper.at === evenings[at]).length / front);
    return [
      `${hours} h`,
      percent(mean(today)),
      percent(mean(fresh.slice(1))),
      `${median(ages).toFixed(0)} d`,
      `${ages.toSorted((a, b) => a - b)[Math.floor(ages.length * 0.95)]?.toFixed(0)} d`,
      percent(mean(kept)),
    ];
  });
  return [
    `${papers.length.toLocaleString('en')} papers on ${evenings.length} evenings, front page of ${front}:`,
    '',
    table(
      [
        'tenfold is worth',
        'of that day',
        'new since the day before',
        'median age',
        '95 % younger than',
        'votes of the week’s best kept',
      ],
      rows,
    ),
  ].join('\n');
}

async function counted(file: string): Promise<Counted[]> {
  const papers: Counted[] = [];
  for await (const line of readLines(file)) {
    const row = JSON.parse(line) as { day: string; arxivId: string; upvotes: number; numComments: number };
    const at = announcedAt(row.day);
    const { attention } = trendingScore({
      votes: row.upvotes,
      comments: row.numComments,
      announcedOn: row.day,
      publishedOn: null,
      withdrawn: false,
      field: null,
      fieldVotes: 0,
      hasCode: false,
      stars: 0,
      now: at,
    });
    papers.push({ id: row.arxivId, at: at.getTime(), day: row.day, votes: row.upvotes, attention });
  }
  return papers;
}

function frontPage(papers: readonly Counted[], now: number, hours: number): Counted[] {
  const score = (paper: Counted) => paper.attention + paper.at / 3_600_000 / hours;
  return papers
    .filter(({ at }) => at <= now && at > now - 60 * day)
    .toSorted((a, b) => score(b) - score(a))
    .slice(0, front);
}

const sum = (papers: readonly Counted[]) => papers.reduce((total, { votes }) => total + votes, 0);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
