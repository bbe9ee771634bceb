import { findPaper, getPapers, ingest, SourceRecord, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginSubmission, forgetOldSubmissions, getSubmission, keepFound } from './keep-submission.ts';
import { contributionsRoom } from '../own-data/rooms/contributions-room.ts';
import { addLink, LinkAddress, linksOf, removeLink } from './paper-links.ts';
import { Given, readGiven } from './read-given.ts';
import { asOwnWord, type FoundPaper } from './submission.ts';
import { submitterOf, takeSubmission } from './take-submission.ts';

let store: Store;
const now = new Date('2026-11-25T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const ada = { id: 'ada', handle: 'ada', role: 'member' as const };
const bob = { id: 'bob', handle: 'bob', role: 'member' as const };
const eve = { id: 'eve', handle: 'eve', role: 'editor' as const };

beforeAll(async () => {
  store = await openTestStore();
  for (const { id, role } of [ada, bob, eve])
    await store.query(
      `insert into members (id, handle, name, email, role) values ($1, $1, initcap($1), $1 || '@example.org', $2)`,
      [id, role],
    );
});
beforeEach(async () => {
  for (const table of ['submissions', 'paper_links', 'records', 'papers'])
    await store.query(`delete from ${table}`);
});
afterAll(() => store.close());

const record = (id: string, title: string, more: object = {}) =>
  SourceRecord.parse({
    source: 'arxiv-api',
    key: id,
    identities: [{ scheme: 'arxiv', value: id }],
    title,
    authors: [{ name: 'Jure Zbontar' }],
    ...more,
  });
const found = (...records: SourceRecord[]): FoundPaper[] =>
  records.map((one) => ({ record: one, given: one.key, note: '' }));

/** Submits as the page does, and gives the submission's number. */
async function submitted(who: typeof ada, papers: FoundPaper[], at = now) {
  const begun = await beginSubmission(store, who, 'given', at);
  const id = 'id' in begun ? begun.id : expect.fail('too many');
  await keepFound(store, id, papers);
  return id;
}

describe('a submission', () => {
  it('waits for its member’s word, and is then taken in once', async () => {
    const id = await submitted(
      ada,
      found(record('2103.03230', 'Barlow Twins'), record('2105.04906', 'VICReg')),
    );
    expect(await findPaper(store, '2103.03230')).toBeNull();
    expect(await getSubmission(store, 'bob', id)).toBeNull();
    expect(await takeSubmission(store, bob, { id, chosen: [0], now })).toBeNull();
    const taken = await takeSubmission(store, ada, { id, chosen: [0], now });
    expect(taken).toMatchObject([{ key: '2103.03230', title: 'Barlow Twins', isNew: true }]);
    expect(await takeSubmission(store, ada, { id, chosen: [0, 1], now })).toEqual(taken);
    expect(await findPaper(store, '2105.04906')).toBeNull();
    expect(await submitterOf(store, taken?.[0]?.paperId ?? 0)).toEqual({
      handle: 'ada',
      name: 'Ada',
      at: now,
    });
  });

  it('makes what is here already richer, and credits nobody for it', async () => {
    await ingest(
      store,
      [{ ok: true, position: '1', record: record('2103.03230', 'Barlow Twins', { source: 'hugging-face' }) }],
      { kind: 'import', origin: 'test', now },
    );
    const id = await submitted(ada, found(record('2103.03230', 'Barlow Twins', { abstract: 'Redundancy.' })));
    const [paper] = (await takeSubmission(store, ada, { id, chosen: [0], now })) ?? [];
    expect(paper).toMatchObject({ isNew: false });
    expect(await getPapers(store, [paper?.paperId ?? 0])).toMatchObject([{ abstract: 'Redundancy.' }]);
    expect(await submitterOf(store, paper?.paperId ?? 0)).toBeNull();
  });

  it('may say what PostgreSQL cannot hold', async () => {
    const id = await submitted(ada, found(record('2103.03230', 'Barlow\0 Twins\uD800')));
    expect((await getSubmission(store, 'ada', id))?.found[0]?.record?.title).toBe('Barlow\uFFFD Twins\uFFFD');
  });

  it('in BibTeX makes no paper of two, and writes over nobody’s record', async () => {
    for (const [key, title] of [
      ['2103.03230', 'Barlow Twins'],
      ['2105.04906', 'VICReg'],
    ] as const)
      await ingest(store, [{ ok: true, position: '1', record: record(key, title) }], {
        kind: 'import',
        origin: 'test',
        now,
      });
    const read = await readGiven(
      '@article{x, title={Something else}, author={E. Vil}, year=2021, doi={10.48550/arXiv.2103.03230}, url={https://arxiv.org/abs/2105.04906}}',
    );
    const item = read.kind === 'bibtex' ? read.entries[0]?.item : undefined;
    if (item?.ok !== true) return expect.fail('not read');
    const own = SourceRecord.parse(asOwnWord(item.record, '1-1'));
    expect(own).toMatchObject({ source: 'submission', key: '1-1' });
    const id = await submitted(ada, found(own));
    const [paper] = (await takeSubmission(store, ada, { id, chosen: [0], now })) ?? [];
    expect(paper).toMatchObject({ title: 'Something else', isNew: true });
    const titles = await store.query<{ title: string }>('select title from papers order by title');
    expect(titles.map(({ title }) => title)).toEqual(['Barlow Twins', 'Something else', 'VICReg']);
  });

  it('is limited in an hour, also where many come at once, and forgotten where nobody says yes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 23 }, () => beginSubmission(store, ada, 'x', now)),
    );
    expect(answers.filter((answer) => 'seconds' in answer)).toEqual([3, 2, 1].map(() => ({ seconds: 3600 })));
    expect(await beginSubmission(store, bob, 'x', now)).toHaveProperty('id');
    expect(await beginSubmission(store, ada, 'x', later(60))).toHaveProperty('id');
    await forgetOldSubmissions(store, later(8 * 24 * 60));
    expect(await store.query('select from submissions')).toEqual([]);
  });
});

describe('what is given', () => {
  it('is names and addresses, each once', async () => {
    expect(
      await readGiven(
        '2103.03230 https://arxiv.org/abs/2103.03230v2,\nhttps://doi.org/10.1000/xyz https://x.org/p?utm_source=a',
      ),
    ).toEqual({
      kind: 'names',
      names: [
        { scheme: 'arxiv', value: '2103.03230' },
        { scheme: 'doi', value: '10.1000/xyz' },
        { scheme: 'url', value: 'https://x.org/p' },
      ],
    });
    expect(await readGiven('arXiv: 2103.03230')).toMatchObject({ names: [{ value: '2103.03230' }] });
  });

  it('or BibTeX, with the name by which somebody can be asked', async () => {
    const read = await readGiven(
      '@misc{a, title={One}, eprint={2103.03230}, archivePrefix={arXiv}}\n@misc{b, author={X}}',
    );
    expect(read).toMatchObject({
      kind: 'bibtex',
      entries: [
        { item: { ok: true }, name: { scheme: 'arxiv', value: '2103.03230' } },
        { item: { ok: false }, name: null },
      ],
    });
  });

  it('or something of which the trouble is told', async () => {
    expect(await readGiven('attention is all')).toMatchObject({
      message: expect.stringContaining('“attention”') as string,
    });
    expect(await readGiven('2103.03230 '.repeat(21))).toMatchObject({ kind: 'nothing' });
    expect(Given.safeParse(' \n').success).toBe(false);
    expect(Given.safeParse('x'.repeat(64_001)).success).toBe(false);
  });
});

describe('links', () => {
  const code = { kind: 'code' as const, url: 'https://github.com/facebookresearch/barlowtwins' };
  async function paper() {
    const id = await submitted(
      ada,
      found(record('2103.03230', 'Barlow Twins', { links: [{ kind: 'page', url: 'https://x.org/known' }] })),
    );
    return (await takeSubmission(store, ada, { id, chosen: [0], now }))?.[0]?.paperId ?? 0;
  }

  it('are added once, and say by whom', async () => {
    const paperId = await paper();
    const added = await addLink(store, ada, { paperId, ...code, now });
    expect(added).toHaveProperty('id');
    expect(await addLink(store, bob, { paperId, ...code, now })).toEqual({ refused: 'known' });
    expect(await addLink(store, bob, { paperId, kind: 'project', url: 'https://x.org/known', now })).toEqual({
      refused: 'known',
    });
    expect(await addLink(store, bob, { paperId: 999_999, ...code, now })).toEqual({ refused: 'no-paper' });
    expect(await linksOf(store, paperId)).toMatchObject([{ ...code, addedBy: { handle: 'ada' } }]);
  });

  it('are taken back by who added them, and come back; by an editor, and do not', async () => {
    const paperId = await paper();
    const id = async () => (await linksOf(store, paperId))[0]?.id ?? 0;
    await addLink(store, ada, { paperId, ...code, now });
    expect(await removeLink(store, bob, await id(), now)).toBeNull();
    expect(await removeLink(store, ada, await id(), now)).toEqual({ paperId });
    expect(await linksOf(store, paperId)).toEqual([]);
    await addLink(store, ada, { paperId, ...code, now });
    expect(await removeLink(store, eve, await id(), now)).toEqual({ paperId });
    expect(await addLink(store, ada, { paperId, ...code, now })).toEqual({ refused: 'removed' });
  });

  it('go out with what is a member’s own', async () => {
    const paperId = await paper();
    await addLink(store, ada, { paperId, ...code, now });
    const asked = { ...ada, name: 'Ada', email: 'ada@example.org', orcid: null };
    const names = (ids: readonly number[]) => Promise.resolve(new Map(ids.map((id) => [id, `paper ${id}`])));
    expect(await contributionsRoom.exportOf(store, asked, names)).toMatchObject({
      submissions: [{ papers: [`paper ${paperId}`] }],
      links: [{ paper: `paper ${paperId}`, ...code }],
      claims: [],
    });
    expect(await contributionsRoom.exportOf(store, { ...asked, id: 'bob' }, names)).toMatchObject({
      links: [],
    });
  });

  it('are ten at most to a paper by one member', async () => {
    const paperId = await paper();
    const answers = [];
    for (let n = 0; n < 11; n++)
      answers.push(await addLink(store, ada, { paperId, kind: 'demo', url: `https://x.org/${n}`, now }));
    expect(answers.at(-1)).toEqual({ refused: 'too-many' });
    expect(await linksOf(store, paperId)).toHaveLength(10);
  });

  it.each([
    'http://x.org/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://me:secret@x.org/',
    'javascript:alert(1)',
    'https://x',
    'ftp://x.org',
    `https://x.org/${'a'.repeat(500)}`,
    '',
  ])('are none: %s', (address) => {
    expect(LinkAddress.safeParse(address).success).toBe(false);
  });
});
