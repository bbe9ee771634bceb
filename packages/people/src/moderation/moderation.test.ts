import {
  countByDay,
  describeLibrary,
  findPaper,
  getAuthor,
  getPaper,
  getPapers,
  ingest,
  listCategories,
  listNews,
  listPapers,
  type SourceRecordInput,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeComment } from '../talk/index.ts';
import {
  answerReports,
  countReported,
  decideOnPaper,
  decisionsConcerning,
  fileReport,
  isLocked,
  listDecisions,
  listReported,
  mergeAsEditor,
  mostWaiting,
  paperState,
  Reason,
  Report,
  reportsBy,
  restoreMember,
  splitAsEditor,
  type PaperDecision,
} from './index.ts';

let store: Store;
const now = new Date('2026-03-12T12:00:00Z');
const judgement = { editorId: 'eve', reason: 'Because of the rules.', now };

const record = (key: string): SourceRecordInput => ({
  source: 'test',
  key,
  identities: [],
  title: `A paper called ${key}`,
  authors: [{ name: `Author ${key}` }],
  categories: [`test.${key}`],
  announcedOn: '2026-03-10',
});
const idOf = async (key: string) => {
  const [row] = await store.query<{ id: number }>('select paper_id as id from records where key = $1', [key]);
  return row?.id ?? 0;
};
const decide = (id: number, kind: PaperDecision) =>
  store.transaction((inside) => decideOnPaper(inside, id, kind, judgement));

beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.query('truncate papers, records, batches, members, reports, moderation_log cascade');
  await store.query(
    `insert into members (id, handle, name, email, role)
     select h, h, initcap(h), h || '@example.org', r
       from (values ('eve', 'editor'), ('ada', 'member'), ('bob', 'member'), ('rex', 'reader')) m (h, r)`,
  );
  await ingest(
    store,
    ['one', 'two'].map((key, n) => ({ ok: true as const, position: `item ${n}`, record: record(key) })),
    { kind: 'import', origin: 'test', now },
  );
});
afterAll(() => store.close());

describe('a hidden paper', () => {
  it('is in no list, count, directory or news, and is there again when it is shown', async () => {
    const id = await idOf('one');
    const seen = async () => ({
      lists: (await listPapers(store, { order: 'newest' }, { limit: 10, offset: 0 })).total,
      cards: (await getPapers(store, [id])).length,
      page: (await getPaper(store, id)) !== null,
      day: (await countByDay(store, '2026-03-10', '2026-03-10')).get('2026-03-10'),
      news: (await listNews(store, { from: '2026-03-10', to: '2026-03-10', since: null })).length,
      categories: (await listCategories(store)).length,
      author: (await getAuthor(store, 'author-one')) !== null,
      library: (await describeLibrary(store)).papers,
    });
    const before = await seen();
    expect(before).toEqual({
      lists: 2,
      cards: 1,
      page: true,
      day: 2,
      news: 2,
      categories: 2,
      author: true,
      library: 2,
    });
    expect(await decide(id, 'hide paper')).toBe(true);
    expect(await decide(id, 'hide paper')).toBe(false);
    expect(await seen()).toEqual({
      lists: 1,
      cards: 0,
      page: false,
      day: 1,
      news: 1,
      categories: 1,
      author: false,
      library: 1,
    });
    // Moderators see it.
    expect((await getPaper(store, id, { hidden: true }))?.title).toBe('A paper called one');
    expect(await paperState(store, id)).toEqual({ hidden: true, featured: false, locked: false });
    expect(await decide(id, 'show paper')).toBe(true);
    expect(await seen()).toEqual(before);
    expect((await listDecisions(store)).map(({ kind, editor, reason }) => [kind, editor, reason])).toEqual([
      ['show paper', 'eve', 'Because of the rules.'],
      ['hide paper', 'eve', 'Because of the rules.'],
    ]);
  });

  it('stays hidden through a merge, and its featuring and lock go along', async () => {
    const [one, two] = [await idOf('one'), await idOf('two')];
    const later = Math.max(one, two);
    for (const kind of ['hide paper', 'feature paper', 'lock talk'] as const) await decide(later, kind);
    const kept = await mergeAsEditor(store, [one, two], judgement);
    expect(kept).toBe(Math.min(one, two));
    expect(await paperState(store, kept)).toEqual({ hidden: true, featured: true, locked: true });
    const [line] = await listDecisions(store);
    expect(line).toMatchObject({ kind: 'merge papers', subjectId: String(kept) });
    expect(line?.detail['merged']).toBe(`p${later}`);
    expect(await findPaper(store, `p${later}`)).toMatchObject({ id: kept });
    const made = await splitAsEditor(store, kept, [{ source: 'test', key: 'one' }], judgement);
    expect((await listDecisions(store))[0]).toMatchObject({
      kind: 'split paper',
      detail: { made: `p${made}` },
    });
  });
});

describe('featured papers', () => {
  it('are a list, the newest choice first', async () => {
    await decide(await idOf('two'), 'feature paper');
    const later = { ...judgement, now: new Date(now.getTime() + 1000) };
    await store.transaction(async (inside) =>
      decideOnPaper(inside, await idOf2(inside, 'one'), 'feature paper', later),
    );
    const { items, total } = await listPapers(
      store,
      { featured: true, order: 'featured' },
      { limit: 10, offset: 0 },
    );
    expect({ titles: items.map(({ title }) => title), total }).toEqual({
      titles: ['A paper called one', 'A paper called two'],
      total: 2,
    });
    expect(items.every(({ featured }) => featured)).toBe(true);
    await decide(await idOf('one'), 'unfeature paper');
    expect((await getPaper(store, await idOf('one')))?.featured).toBe(false);
    await expect(listPapers(store, { order: 'featured' }, { limit: 1, offset: 0 })).rejects.toThrow(
      'featured',
    );
  });
});

async function idOf2(inside: Pick<Store, 'query'>, key: string): Promise<number> {
  const [row] = await inside.query<{ id: number }>('select paper_id as id from records where key = $1', [
    key,
  ]);
  return row?.id ?? 0;
}

describe('reports', () => {
  const report = (
    kind: Report['kind'],
    id: string | number,
    reason: Report['reason'] = 'spam',
    note = '',
  ) => ({
    kind,
    id: String(id),
    reason,
    note,
  });

  it('of a paper wait together, and are answered together', async () => {
    const id = await idOf('one');
    expect(await fileReport(store, 'ada', report('paper', id), now)).toBe('filed');
    expect(await fileReport(store, 'ada', report('paper', id, 'wrong', 'Not a paper.'), now)).toBe('filed');
    expect(await fileReport(store, 'bob', report('paper', id), now)).toBe('filed');
    expect(await fileReport(store, 'bob', report('paper', 987654), now)).toBe('unknown');
    const [thing, ...others] = await listReported(store, 10);
    expect(others).toEqual([]);
    expect(thing).toMatchObject({ kind: 'paper', id: String(id), text: 'A paper called one', hidden: false });
    expect(thing?.reports.map(({ reporter, reason, note }) => [reporter, reason, note]).sort()).toEqual([
      ['ada', 'wrong', 'Not a paper.'],
      ['bob', 'spam', ''],
    ]);
    expect(await answerReports(store, { kind: 'paper', id: String(id) }, 'warn member', judgement)).toBe(
      'unfit',
    );
    expect(await answerReports(store, { kind: 'paper', id: String(id) }, 'hide paper', judgement)).toBe(2);
    expect(await answerReports(store, { kind: 'paper', id: String(id) }, 'hide paper', judgement)).toBe(0);
    expect(await countReported(store)).toBe(0);
    expect((await paperState(store, id))?.hidden).toBe(true);
    expect(await reportsBy(store, 'bob')).toMatchObject([
      { answer: 'hide paper', answerNote: 'Because of the rules.' },
    ]);
    // Reported again, it waits again.
    await fileReport(store, 'ada', report('paper', id), now);
    expect(await countReported(store)).toBe(1);
  });

  it('of a comment can take it out of sight, which its author is told', async () => {
    const paperId = await idOf('one');
    const written = await writeComment(store, { id: 'bob' }, { paperId, parentId: null, text: 'Buy!', now });
    const id = 'id' in written ? written.id : 0;
    await fileReport(store, 'ada', report('comment', id), now);
    expect((await listReported(store, 10))[0]).toMatchObject({ text: 'Buy!', owner: 'bob', paperId });
    expect(await answerReports(store, { kind: 'comment', id: String(id) }, 'hide comment', judgement)).toBe(
      1,
    );
    expect(await store.query('select removed_by as by from comments where id = $1', [id])).toEqual([
      { by: 'editor' },
    ]);
    expect(await decisionsConcerning(store, 'bob')).toMatchObject([
      { kind: 'hide comment', editor: null, reason: 'Because of the rules.' },
    ]);
    expect(await decisionsConcerning(store, 'ada')).toEqual([]);
    await fileReport(store, 'ada', report('comment', id, 'abuse'), now);
    await answerReports(store, { kind: 'comment', id: String(id) }, 'lock talk', judgement);
    expect(await isLocked(store, paperId)).toBe(true);
  });

  it('of a member can leave them only to read, but never an editor', async () => {
    const role = async (id: string) =>
      (await store.query<{ role: string }>('select role from members where id = $1', [id]))[0]?.role;
    for (const id of ['bob', 'eve']) await fileReport(store, 'ada', report('member', id, 'abuse'), now);
    expect(await answerReports(store, { kind: 'member', id: 'eve' }, 'restrict member', judgement)).toBe(
      'ranked',
    );
    expect(await role('eve')).toBe('editor');
    expect(await answerReports(store, { kind: 'member', id: 'bob' }, 'restrict member', judgement)).toBe(1);
    expect(await role('bob')).toBe('reader');
    // Who was a reader all along is not made a member by lifting what was never said.
    expect(await store.transaction((inside) => restoreMember(inside, 'rex', judgement))).toBe('already');
    expect(await store.transaction((inside) => restoreMember(inside, 'bob', judgement))).toBe('done');
    expect(await role('bob')).toBe('member');
    expect((await decisionsConcerning(store, 'bob')).map(({ kind }) => kind)).toEqual([
      'restore member',
      'restrict member',
    ]);
  });

  it('are limited in number, and their words in length', async () => {
    await store.query(
      `insert into reports (subject_kind, subject_id, reason, reporter_id, reported_at)
       select 'comment', n::text, 'spam', 'ada', now() from generate_series(1, ${mostWaiting}) n`,
    );
    expect(await fileReport(store, 'ada', report('paper', await idOf('one')), now)).toBe('too-many');
    expect(Report.safeParse(report('paper', 1, 'spam', 'x'.repeat(2001))).success).toBe(false);
    expect(Report.safeParse({ kind: 'planet', id: '1', reason: 'spam' }).success).toBe(false);
    expect(Reason.safeParse('  no ').success).toBe(false);
    expect(Reason.parse(' It is\r\nspam.\0 ')).toBe('It is\nspam.');
  });

  it('outlive the accounts of those who sent and answered them, without their names', async () => {
    const id = await idOf('one');
    await fileReport(store, 'ada', report('paper', id), now);
    await answerReports(store, { kind: 'paper', id: String(id) }, 'dismiss reports', judgement);
    await store.query(`delete from members where id in ('ada', 'eve')`);
    expect(await listDecisions(store)).toMatchObject([{ kind: 'dismiss reports', editor: null }]);
    expect(await store.query('select reporter_id as id from reports')).toEqual([{ id: null }]);
  });
});
