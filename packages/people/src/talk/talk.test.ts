import { getPapers, ingest, mergeDuplicate, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bestScore } from './best-score.ts';
import { commentHistory } from './comment-history.ts';
import { CommentText } from './comment-text.ts';
import { getComment } from './comment.ts';
import { editComment } from './edit-comment.ts';
import { followTalk } from './follow-talk.ts';
import { mentionsIn } from './mentions.ts';
import { newestComments } from './newest-comments.ts';
import { pageOfComment, readTalk, type TalkNode } from './read-talk.ts';
import { eraseTalk, hideComment, removeOwnComment, showComment } from './remove-comment.ts';
import { ownReactions, toggleReaction } from './toggle-reaction.ts';
import { writeComment } from './write-comment.ts';

let store: Store;
const now = new Date('2026-11-25T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const members = ['ada', 'bob', 'cy', 'dan', 'eve'];
let paper = 0;
let other = 0;

beforeAll(async () => {
  store = await openTestStore();
  for (const name of members)
    await store.query(
      `insert into members (id, handle, name, email, created_at) values ($1, $1, initcap($1), $1 || '@example.org', '2026-01-01')`,
      [name],
    );
  const record = (n: number) => ({
    ok: true as const,
    position: String(n),
    record: {
      source: 'arxiv',
      key: `2106.0000${n}`,
      identities: n === 3 ? [] : [{ scheme: 'arxiv' as const, value: `2106.0000${n}` }],
      title: n === 3 ? 'Talk Once More' : `A Paper with the Number ${n}`,
      authors: [{ name: 'Ada Author' }],
      published: { value: '2026-11-20', precision: 'day' as const },
    },
  });
  await ingest(store, [1, 2, 3].map(record), { kind: 'import', origin: 'test', now });
  const rows = await store.query<{ id: number }>(
    "select id from papers where title like 'A Paper%' order by title",
  );
  [paper, other] = [rows[0]?.id ?? 0, rows[1]?.id ?? 0];
});
beforeEach(async () => {
  await store.query('delete from comments');
  await store.query('delete from talk_follows');
  await store.query('delete from notice_settings');
  await store.query('update standings set comments = 0');
});
afterAll(() => store.close());

let clock = 0;
/** Writes, a minute after the last, so that nobody is too quick. */
async function say(who: string, text: string, parentId: number | null = null, paperId = paper) {
  const answer = await writeComment(store, { id: who }, { paperId, parentId, text, now: later(++clock) });
  return 'id' in answer ? answer.id : expect.fail(answer.refused);
}
const count = async (id = paper) => (await getPapers(store, [id]))[0]?.comments;
const talk = (order: 'best' | 'new' = 'best', page = 1) =>
  readTalk(store, paper, { order, page, now: later(clock) });
const outline = (nodes: TalkNode[]): unknown[] =>
  nodes.map(({ text, removed, answers }) => [removed ?? text, ...outline(answers)]);
const noticesOf = async (who: string) =>
  (
    await store.query<{ reason: string }>(
      'select reason from notices where member_id = $1 order by comment_id',
      [who],
    )
  ).map(({ reason }) => reason);

describe('a comment', () => {
  it('stands in its thread, with answers below it', async () => {
    const first = await say('ada', 'One');
    const answer = await say('bob', 'One, one', first);
    await say('cy', 'One, one, one', answer);
    await say('dan', 'Two');
    await say('bob', 'One, two', first);
    const page = await talk();
    expect(outline(page.threads)).toEqual([['One', ['One, one', ['One, one, one']], ['One, two']], ['Two']]);
    expect(page).toMatchObject({ total: 2, page: 1, pages: 1, left: 0 });
    expect(page.threads[0]?.answers[0]).toMatchObject({
      depth: 1,
      author: { handle: 'bob', name: 'Bob', isPaperAuthor: false, isEditor: false, isNew: false },
    });
    expect(outline((await talk('new')).threads)[0]).toEqual(['Two']);
    expect(await count()).toBe(5);
  });

  it('counts in the trending score', async () => {
    await store.query('update standings set votes = 3 where paper_id = $1', [paper]);
    await say('ada', 'Hear me');
    const [summary] = await getPapers(store, [paper]);
    // The votes follow from events, of which there are none.
    expect(summary?.trendingTerms).toMatchObject({ votes: 0, comments: 0 });
    expect(summary?.comments).toBe(1);
  });

  it('is counted exactly, however many write at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        writeComment(
          store,
          { id: members[n % 5] ?? '' },
          { paperId: paper, parentId: null, text: `At once ${n}`, now: later(1000 + clock) },
        ),
      ),
    );
    clock += 1100;
    expect(all.filter((answer) => 'id' in answer)).toHaveLength(25);
    expect(await count()).toBe(25);
    const more = await writeComment(
      store,
      { id: 'ada' },
      { paperId: paper, parentId: null, text: 'One more', now: later(clock - 100) },
    );
    expect(more).toEqual({ refused: 'too-many', seconds: 60 });
  });

  it('is taken once where the form is sent twice', async () => {
    const once = { paperId: paper, parentId: null, text: 'Pressed twice', now: later(++clock) };
    const both = await Promise.all([1, 2].map(() => writeComment(store, { id: 'ada' }, once)));
    expect(both[0]).toEqual(both[1]);
    expect(await count()).toBe(1);
  });

  it('is refused where there is nothing to write under', async () => {
    const write = (paperId: number, parentId: number | null) =>
      writeComment(store, { id: 'ada' }, { paperId, parentId, text: 'x', now: later(++clock) });
    expect(await write(999_999, null)).toEqual({ refused: 'no-paper' });
    expect(await write(paper, 999_999)).toEqual({ refused: 'no-parent' });
    const elsewhere = await say('bob', 'Elsewhere', null, other);
    expect(await write(paper, elsewhere)).toEqual({ refused: 'no-parent' });
    await store.query('insert into locked_talks (paper_id, locked_at) values ($1, now())', [paper]);
    expect(await write(paper, null)).toEqual({ refused: 'locked' });
    await store.query('delete from locked_talks');
    expect(await count()).toBe(0);
  });

  it('keeps what it said before, for all to see, until its author removes it', async () => {
    const id = await say('ada', 'The proof is wrong');
    expect(await editComment(store, { id: 'bob' }, { id, text: 'Mine', now })).toBe('not-yours');
    expect(
      await editComment(store, { id: 'ada' }, { id, text: 'The proof is right', now: later(++clock) }),
    ).toBe('edited');
    expect(await editComment(store, { id: 'ada' }, { id, text: 'The proof is right', now })).toBe(
      'unchanged',
    );
    expect(await getComment(store, id, now)).toMatchObject({
      text: 'The proof is right',
      editedAt: later(clock),
    });
    const [newest, oldest] = await commentHistory(store, id);
    expect(oldest).toMatchObject({ version: 1, runs: [{ kind: 'same', text: 'The proof is wrong' }] });
    expect(newest?.runs).toEqual([
      { kind: 'same', text: 'The proof is ' },
      { kind: 'removed', text: 'wrong' },
      { kind: 'added', text: 'right' },
    ]);
    expect(await removeOwnComment(store, { id: 'ada' }, id, later(clock))).toBe(true);
    expect(await commentHistory(store, id)).toEqual([]);
    expect(await store.query('select from comment_versions')).toEqual([]);
  });

  it('that is removed leaves a place where it has answers, and nothing where it has none', async () => {
    const first = await say('ada', 'Secret');
    const answer = await say('bob', 'Answer', first);
    const alone = await say('cy', 'Alone');
    expect(await removeOwnComment(store, { id: 'bob' }, first, now)).toBe(false);
    expect(await removeOwnComment(store, { id: 'ada' }, first, now)).toBe(true);
    expect(await removeOwnComment(store, { id: 'cy' }, alone, now)).toBe(true);
    expect(outline((await talk()).threads)).toEqual([['author', ['Answer']]]);
    expect((await talk()).threads[0]).toMatchObject({ author: null, text: '', reactions: [] });
    expect(await store.query(`select from comments where text like 'Secret%'`)).toEqual([]);
    expect(await count()).toBe(1);
    expect(await hideComment(store, answer, now)).toBe(paper);
    expect(await talk()).toMatchObject({ threads: [], total: 0 });
    expect(await showComment(store, answer, now)).toBe(paper);
    expect(outline((await talk()).threads)).toEqual([['author', ['Answer']]]);
    expect(await showComment(store, first, now)).toBeNull();
    expect(await count()).toBe(1);
  });

  it('goes with the account, but for its place', async () => {
    const first = await say('ada', 'I was here');
    await say('bob', 'And I', first);
    await eraseTalk(store, 'ada', now);
    expect(outline((await talk()).threads)).toEqual([['author', ['And I']]]);
    expect(await count()).toBe(1);
  });

  it('goes along when its paper becomes part of another', async () => {
    const [third] = await store.query<{ id: number }>(`select id from papers where title = 'Talk Once More'`);
    await say('ada', 'Here');
    const there = await say('bob', 'There', null, third?.id);
    await followTalk(store, 'cy', third?.id ?? 0, 'off', now);
    paper = await mergeDuplicate(store, paper, third?.id ?? 0, now);
    expect(
      (await newestComments(store, { paperId: paper }, { limit: 5, now })).map(({ id }) => id),
    ).toContain(there);
    expect(await count()).toBe(2);
    expect(await store.query('select state from talk_follows where member_id = $1', ['cy'])).toEqual([
      { state: 'off' },
    ]);
  });
});

describe('signs', () => {
  it('are given and taken back, each member’s once, however many at once', async () => {
    const id = await say('ada', 'Applaud');
    const press = (who: string, given?: boolean) =>
      toggleReaction(
        store,
        { id: who },
        { id, reaction: 'agree', now, ...(given === undefined ? {} : { given }) },
      );
    expect(await press('ada')).toBeNull();
    await Promise.all(Array.from({ length: 40 }, (_, n) => press(members[1 + (n % 4)] ?? '', true)));
    const [thread] = (await talk()).threads;
    expect(thread?.reactions).toEqual([{ reaction: 'agree', count: 4 }]);
    expect(thread?.best).toBeCloseTo(bestScore(4, 0), 12);
    expect(await press('bob')).toBe(false);
    expect(await ownReactions(store, 'bob', [id])).toEqual(new Map());
    expect(await ownReactions(store, 'cy', [id])).toEqual(new Map([[id, ['agree']]]));
    expect(await press('bob')).toBe(true);
    expect(await toggleReaction(store, { id: 'bob' }, { id: 999_999, reaction: 'agree', now })).toBeNull();
  });

  it('make the order', async () => {
    const [one, two, three] = [await say('ada', 'One'), await say('ada', 'Two'), await say('ada', 'Three')];
    for (const who of ['bob', 'cy'])
      await toggleReaction(store, { id: who }, { id: two, reaction: 'insightful', now });
    await toggleReaction(store, { id: 'dan' }, { id: two, reaction: 'insightful', now });
    await toggleReaction(store, { id: 'bob' }, { id: three, reaction: 'thanks', now });
    await toggleReaction(store, { id: 'bob' }, { id: one, reaction: 'disagree', now });
    expect(outline((await talk()).threads)).toEqual([['Two'], ['Three'], ['One']]);
    expect(await pageOfComment(store, { id: three, paperId: paper }, 'best')).toBe(1);
  });

  it('count by the lower bound of their share', () => {
    expect(bestScore(0, 0)).toBe(0);
    expect(bestScore(0, 3)).toBe(0);
    expect(bestScore(1, 0)).toBeCloseTo(1 / (1 + 1.281551565545 ** 2), 12);
    const order = [bestScore(0, 1), bestScore(1, 1), bestScore(1, 0), bestScore(9, 1), bestScore(100, 1)];
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });
});

describe('who is told', () => {
  it('is whom it answers, whom it calls, and who follows, each once and nobody of their own', async () => {
    const first = await say('ada', 'Begin');
    await followTalk(store, 'dan', paper, 'on', now);
    await say('bob', 'Look, @CY and @ada, not `@eve` nor eve@example.org', first);
    expect(await noticesOf('ada')).toEqual(['answer']);
    expect(await noticesOf('cy')).toEqual(['mention']);
    expect(await noticesOf('dan')).toEqual(['follow']);
    expect([await noticesOf('bob'), await noticesOf('eve')]).toEqual([[], []]);
    // Bob follows now: he has written here.
    await say('ada', 'On we go');
    expect(await noticesOf('bob')).toEqual(['follow']);
  });

  it('is nobody who has turned it off, here or altogether', async () => {
    const first = await say('ada', 'Begin');
    await followTalk(store, 'ada', paper, 'off', now);
    await store.query('insert into notice_settings (member_id, off_at) values ($1, $2)', ['cy', now]);
    await say('bob', '@ada @cy', first);
    await say('ada', 'Writing does not turn it on again');
    await say('bob', 'Again', first);
    expect([await noticesOf('ada'), await noticesOf('cy')]).toEqual([[], []]);
  });

  it('hears of an edit only where it calls them anew', async () => {
    await followTalk(store, 'dan', paper, 'on', now);
    const id = await say('ada', 'Hello @bob');
    await editComment(store, { id: 'ada' }, { id, text: 'Hello @bob and @cy', now });
    expect([await noticesOf('bob'), await noticesOf('cy'), await noticesOf('dan')]).toEqual([
      ['mention'],
      ['mention'],
      ['follow'],
    ]);
  });

  it('is read out of words, not out of code or addresses', () => {
    const words = [
      '@ada-l, (@bob): @Ada-L',
      '```',
      '@no',
      '```',
      'a@b.org @x @under_score',
      'https://x.org/@cat @d.e',
    ];
    expect(mentionsIn(words.join('\n'))).toEqual(['ada-l', 'bob', 'under_score']);
  });
});

it('takes words that can be kept', () => {
  expect(CommentText.parse('  a\r\nb\u0000\uD800 ')).toBe('a\nb\uFFFD');
  for (const bad of ['', ' \n ', 'x'.repeat(10_001), 'x'.repeat(100_000), 7])
    expect(CommentText.safeParse(bad).success).toBe(false);
});

it('shows pages of threads, and where a comment stands', async () => {
  for (let n = 0; n < 30; n++) {
    await store.query(
      'insert into comments (paper_id, member_id, text, created_at) values ($1, $2, $3, $4)',
      [paper, 'ada', `Thread ${n}`, later(clock + n)],
    );
  }
  const second = await talk('new', 2);
  expect(second).toMatchObject({ total: 30, page: 2, pages: 2 });
  expect(second.threads.map(({ text }) => text)).toEqual([4, 3, 2, 1, 0].map((n) => `Thread ${n}`));
  expect((await talk('new', 9)).page).toBe(2);
  await expect(talk('new', 0)).rejects.toThrow(RangeError);
  const [oldest] = second.threads.slice(-1);
  expect(await pageOfComment(store, { id: oldest?.id ?? 0, paperId: paper }, 'new')).toBe(2);
  const newest = await newestComments(store, {}, { limit: 3, now });
  expect(newest.map(({ text, paper: about }) => [text, about.key])[0]).toEqual(['Thread 29', '2106.00001']);
  const more = await newestComments(store, { handle: 'ada' }, { limit: 2, before: newest[2]?.id, now });
  expect(more.map(({ text }) => text)).toEqual(['Thread 26', 'Thread 25']);
});
