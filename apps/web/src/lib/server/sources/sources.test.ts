import type { SourceState } from '@broadsheet/sources';
import { describe, expect, it } from 'vitest';
import { creditOf } from './credits.ts';
import { freshnessOf } from './freshness.ts';
import { reportSource } from './source-report.ts';

/** 20:00 New York, a Thursday. */
const now = new Date('2026-08-21T00:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

const source = {
  name: 'arxiv-oai',
  title: 'arXiv',
  about: 'Papers.',
  licence: 'CC0-1.0',
  etiquette: {
    scope: 'arxiv',
    interval: 3000,
    perDay: null,
    rule: 'Slowly.',
    terms: 'https://arxiv.example',
  },
};

const resting: SourceState = {
  name: 'arxiv-oai',
  nextRunAt: minutes(95),
  startedAt: minutes(-30),
  endedAt: minutes(-12),
  succeededAt: minutes(-12),
  running: false,
  progress: null,
  failures: 0,
  error: null,
  hint: null,
  runs: 3,
  records: 1234,
  created: 200,
  rejected: 2,
};

describe('the report of a source', () => {
  it('says that it never ran, with what it would bring', () => {
    expect(reportSource(source, null, now)).toMatchObject({
      title: 'arXiv',
      rule: 'Slowly.',
      terms: 'https://arxiv.example',
      standing: 'unused',
      words: 'Has never run here.',
      times: [],
      counts: [],
    });
  });

  it('says when it ran, when it runs again, and what it brought', () => {
    const report = reportSource(source, resting, now);
    expect(report).toMatchObject({ standing: 'resting', words: 'It runs again in 2 hours.', trouble: null });
    expect(report.times.map(({ name, words }) => `${name}: ${words}`)).toEqual([
      'Last success: 12 minutes ago, 19:48 New York',
      'Last run: 30 minutes ago, 19:30 New York',
      'Next run: in 2 hours, 21:35 New York',
    ]);
    expect(report.counts.map(({ count }) => count)).toEqual([3, 1234, 200, 2, 0]);
  });

  it('shows how far a run is, and keeps the last failure in sight', () => {
    const running = {
      ...resting,
      running: true,
      endedAt: null,
      startedAt: minutes(-3),
      failures: 1,
      error: 'It did not answer.',
      hint: 'Wait.',
    };
    expect(
      reportSource(source, { ...running, progress: { done: 1200, total: 7300, unit: 'days' } }, now),
    ).toMatchObject({
      standing: 'running',
      words: 'Failed once. Runs now, for 3 minutes.',
      progress: { done: 1200, total: 7300, words: '1,200 of 7,300 days' },
      trouble: { message: 'It did not answer.', hint: 'Wait.' },
    });
    const endless = reportSource(
      source,
      { ...running, progress: { done: 5, total: null, unit: 'records' } },
      now,
    );
    expect(endless.progress?.words).toBe('5 records');
    expect(endless.times.map(({ name }) => name)).toEqual(['Last success', 'Last run']);
  });

  it('says how often it failed and when it is tried again', () => {
    const failing = {
      ...resting,
      failures: 2,
      error: 'It answered 503.',
      hint: null,
      nextRunAt: minutes(10),
    };
    expect(reportSource(source, failing, now)).toMatchObject({
      standing: 'failing',
      words: 'Failed 2 times in a row. It is tried again in 10 minutes.',
      trouble: { message: 'It answered 503.', hint: null },
    });
  });

  it.each([
    ['a run that is long due', { nextRunAt: minutes(-200) }, 'Overdue by 3 hours'],
    [
      'a first run that broke off',
      { nextRunAt: null, endedAt: null, succeededAt: null },
      'Overdue by 30 minutes',
    ],
    [
      'a later run that broke off',
      { endedAt: minutes(-600), startedAt: minutes(-40) },
      'Overdue by 40 minutes',
    ],
  ])('calls %s overdue', (_, changes, words) => {
    const report = reportSource(source, { ...resting, ...changes }, now);
    expect(report.standing).toBe('overdue');
    expect(report.words).toContain(words);
  });

  it('gives a due run a few minutes', () => {
    const due = reportSource(source, { ...resting, nextRunAt: minutes(-2) }, now);
    expect(due).toMatchObject({ standing: 'resting', words: 'It runs again any moment now.' });
  });
});

describe('how fresh the papers are', () => {
  const today = { day: '2026-08-20', state: 'upcoming', count: 0, usual: 60, finalAt: minutes(40) } as const;

  it('is not told where no run ever ended well', () => {
    expect(freshnessOf([], today, now)).toBeNull();
    expect(freshnessOf([{ ...resting, succeededAt: null }], today, now)).toBeNull();
  });

  it('is told by the newest run of any source', () => {
    const old = { ...resting, succeededAt: minutes(-3000), nextRunAt: minutes(30) };
    expect(freshnessOf([old, resting], today, now)).toEqual({
      at: minutes(-12),
      ago: '12 minutes ago',
      moment: '19:48 New York',
      expected: 'Still expected today: about 60 papers, announced at 20:00. Sources are asked next at 20:30.',
    });
  });

  it.each([
    [{ state: 'upcoming', usual: null }, 'papers, announced at 20:00.'],
    [{ state: 'partial', count: 37 }, 'about 23 more papers, until 20:40.'],
    [{ state: 'partial', count: 70 }, 'more papers, until 20:40.'],
    [{ state: 'late', count: 37 }, 'about 23 more papers, which are late.'],
    [{ state: 'late', usual: null }, 'papers, which are late.'],
  ] as const)('says for %o what is to come', (changes, words) => {
    const told = freshnessOf([{ ...resting, nextRunAt: null }], { ...today, ...changes }, now);
    expect(told?.expected).toBe(`Still expected today: ${words}`);
  });

  it('expects nothing of days that are complete or have none', () => {
    for (const state of ['complete', 'no-announcement'] as const)
      expect(freshnessOf([resting], { ...today, state }, now)?.expected).toBeNull();
  });

  it('names no look that is due on another day, and says when one is under way', () => {
    const tomorrow = freshnessOf([{ ...resting, nextRunAt: minutes(6 * 60) }], today, now);
    expect(tomorrow?.expected).not.toContain('asked');
    const running = freshnessOf([resting, { ...resting, running: true }], today, now);
    expect(running?.expected).toContain('Sources are being asked now.');
  });
});

describe('credits', () => {
  it('know sources, records of files, and strangers', () => {
    expect(creditOf('arxiv-oai')).toMatchObject({ title: 'arXiv (OAI-PMH)', licence: 'CC0-1.0' });
    expect(creditOf('arxiv').title).toBe('arXiv');
    expect(creditOf('arxiv').thanks).toContain('Thank you to arXiv');
    expect(creditOf('arxiv-api').title).toBe('arXiv (query API)');
    expect(creditOf('semantic-scholar').thanks).toContain('https://www.semanticscholar.org');
    expect(creditOf('bibtex')).toEqual({ title: 'BibTeX files', licence: null, thanks: null });
    expect(creditOf('somebody')).toEqual({ title: 'somebody', licence: null, thanks: null });
  });
});
