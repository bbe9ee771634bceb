import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { answerClaim } from './answer-claim.ts';
import { claimPaper, Evidence, withdrawClaim } from './claim-paper.ts';
import { claimedAuthors, claimsOf, claimTo, papersWithOrcid, waitingClaims } from './list-claims.ts';

let store: Store;
let paper = 0;
const now = new Date('2026-11-25T12:00:00Z');
const orcid = '0000-0002-1825-0097';
const ada = { id: 'ada', orcid: null };
const bob = { id: 'bob', orcid };
const editor = { id: 'eve' };
const evidence = 'See https://ada.example.org, which names this account.';

beforeAll(async () => {
  store = await openTestStore();
  for (const [id, role, own] of [
    ['ada', 'member', null],
    ['bob', 'member', orcid],
    ['eve', 'editor', null],
  ] as const)
    await store.query(
      `insert into members (id, handle, name, email, role, orcid) values ($1, $1, initcap($1), $1 || '@example.org', $2, $3)`,
      [id, role, own],
    );
  const record = {
    source: 'arxiv',
    key: '2106.00001',
    identities: [{ scheme: 'arxiv' as const, value: '2106.00001' }],
    title: 'A Paper That Has Authors',
    authors: [{ name: 'Ada Lovelace' }, { name: 'Robert Builder', orcid }],
  };
  await ingest(store, [{ ok: true, position: '1', record }], { kind: 'import', origin: 'test', now });
  paper = (await store.query<{ id: number }>('select id from papers'))[0]?.id ?? 0;
});
beforeEach(() => store.query('delete from claims'));
afterAll(() => store.close());

const claim = (who: typeof ada | typeof bob, change: Partial<Parameters<typeof claimPaper>[2]> = {}) =>
  claimPaper(store, who, { paperId: paper, authorName: 'Ada Lovelace', evidence, now, ...change });

it('is accepted at once where the proven ORCID stands on the paper, whatever name was given', async () => {
  expect(await papersWithOrcid(store, bob, 10)).toEqual([
    { paperId: paper, key: '2106.00001', title: 'A Paper That Has Authors' },
  ]);
  expect(await papersWithOrcid(store, ada, 10)).toEqual([]);
  expect(await claim(bob, { evidence: '' })).toBe('accepted');
  expect(await claimTo(store, 'bob', paper)).toMatchObject({
    authorName: 'Robert Builder',
    state: 'accepted',
    decidedBy: 'orcid',
  });
  expect(await claimedAuthors(store, paper)).toEqual([
    { authorName: 'Robert Builder', handle: 'bob', name: 'Bob' },
  ]);
  expect(await papersWithOrcid(store, bob, 10)).toEqual([]);
});

it('is answered by an editor else, who is shown what there is to know', async () => {
  expect(await claim(ada)).toBe('waiting');
  const [waiting] = await waitingClaims(store, 10);
  expect(waiting).toMatchObject({
    authorName: 'Ada Lovelace',
    evidence,
    member: { handle: 'ada', orcid: null },
    orcidOnRecord: null,
    heldBy: null,
    paper: { key: '2106.00001' },
  });
  expect(await answerClaim(store, ada, { id: waiting?.id ?? 0, accept: true, answer: '', now })).toBeNull();
  expect(
    await answerClaim(store, editor, { id: waiting?.id ?? 0, accept: true, answer: 'Welcome', now }),
  ).toMatchObject({ state: 'accepted', decidedBy: 'editor', answer: 'Welcome' });
  expect(await waitingClaims(store, 10)).toEqual([]);
  expect(await claimedAuthors(store, paper)).toHaveLength(1);
});

it('may be made again after it was refused, and taken back', async () => {
  await claim(ada);
  const id = (await claimTo(store, 'ada', paper))?.id ?? 0;
  await answerClaim(store, editor, { id, accept: false, answer: 'That page says nothing.', now });
  expect(await claimsOf(store, 'ada')).toMatchObject([
    { state: 'refused', answer: 'That page says nothing.' },
  ]);
  expect(await withdrawClaim(store, ada, paper)).toBe(false);
  expect(await claim(ada, { evidence: `${evidence} Now it does.` })).toBe('waiting');
  expect(await claimTo(store, 'ada', paper)).toMatchObject({ state: 'waiting', answer: '', decidedAt: null });
  expect(await withdrawClaim(store, ada, paper)).toBe(true);
  expect(await claimTo(store, 'ada', paper)).toBeNull();
});

it('is not taken without what it takes', async () => {
  expect(await claim(ada, { paperId: 999_999 })).toBe('no-paper');
  expect(await claim(ada, { authorName: 'Somebody Else' })).toBe('no-such-author');
  expect(await claim(ada, { evidence: '' })).toBe('no-evidence');
  expect(Evidence.safeParse('me').success).toBe(false);
  expect(Evidence.parse(`  ${evidence}\0 `)).toBe(evidence);
});
