import {
  getPapers,
  ingest,
  listPapers,
  type ReadItem,
  type SourceRecordInput,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countHidden, recentPapers } from './count-hidden.ts';
import { hiddenBy } from './hidden-by.ts';
import { addRule, changeRule, deleteRule, listRules, replaceRule } from './keep-rules.ts';
import { exportRules, importRules } from './move-rules.ts';
import { readPatterns } from './read-patterns.ts';
import { readRule, type RuleInput } from './read-rule.ts';
import { mostExpressions, type Rule } from './rule.ts';
import { rulesInForce } from './rules-in-force.ts';
import { tryRule } from './try-rule.ts';
import { whyHidden } from './why-hidden.ts';

let store: Store;
const now = new Date('2026-03-10T15:00:00Z');
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.query('truncate papers, records, batches, members, rules, rule_patterns cascade');
  await store.query(`insert into members (id, handle, name, email) values
    ('m1', 'ada', 'Ada', 'ada@example.org'), ('m2', 'bob', 'Bob', 'bob@example.org')`);
  number = 0;
});
afterAll(() => store.close());

let number = 0;
/** Takes in papers that are announced on 9 March 2026. */
async function add(...papers: Partial<SourceRecordInput>[]): Promise<void> {
  const items = papers.map((paper): ReadItem => {
    number++;
    return {
      ok: true,
      position: `item ${number}`,
      record: {
        source: 'arxiv',
        key: `k${number}`,
        identities: [{ scheme: 'arxiv', value: `2603.${String(10_000 + number)}` }],
        title: `Paper number ${number} of a made source`,
        authors: [{ name: `Author ${number}` }],
        categories: ['cs.LG'],
        announcedOn: '2026-03-09',
        ...paper,
      },
    };
  });
  const { rejected } = await ingest(store, items, { kind: 'gather', origin: 'made', now });
  expect(rejected).toBe(0);
}

async function rule(input: RuleInput, memberId = 'm1'): Promise<Rule> {
  const read = await readRule(store, input, now);
  const kept = await addRule(store, memberId, read.rule ?? expect.fail(JSON.stringify(read.troubles)), now);
  return 'refused' in kept ? expect.fail(kept.refused) : kept;
}

/** The titles of what a reader sees, and how many they do not. */
async function seen(memberId = 'm1'): Promise<{ titles: string[]; hidden: number; total: number }> {
  const inForce = await rulesInForce(store, memberId, now);
  const page = await listPapers(
    store,
    { order: 'newest', ...(inForce === null ? {} : { hide: inForce.hides }) },
    { limit: 200, offset: 0 },
  );
  return { titles: page.items.map(({ title }) => title).sort(), hidden: page.hidden, total: page.total };
}

const troubles = async (input: unknown) => (await readRule(store, input, now)).troubles;

describe('what rules hide', () => {
  it('hides a word in singular and plural, and what only looks like it stays', async () => {
    await add(
      { title: 'Transformers for everything and everybody' },
      { title: 'About something else entirely', abstract: 'We train a TRANSFORMER.' },
      { title: 'Transform coding of long signals' },
      { title: 'By an author of that name', authors: [{ name: 'Trans Former' }] },
    );
    await rule({ kind: 'word', value: 'transformer' });
    expect(await seen()).toEqual({
      titles: ['By an author of that name', 'Transform coding of long signals'],
      hidden: 2,
      total: 2,
    });
    expect(await seen('m2')).toMatchObject({ hidden: 0, total: 4 });
  });

  it('hides a phrase as it stands, whatever the case, the accents and the hyphens', async () => {
    await add(
      { title: 'Self-Supervised Learning without Labels' },
      { title: 'Plain supervised learning of something' },
      { title: 'On a café réseau in the city', abstract: 'Self\nsupervised learning.' },
      { title: 'Unself supervised learnings of note' },
    );
    await rule({ kind: 'phrase', value: 'self supervised learning' });
    expect((await seen()).titles).toEqual([
      'Plain supervised learning of something',
      'Unself supervised learnings of note',
    ]);
    await rule({ kind: 'phrase', value: 'Cafe Reseau' });
    expect((await seen()).hidden).toBe(2);
  });

  it('hides by regular expression, category, archive, author, ORCID, organisation, venue and source', async () => {
    const orcid = '0000-0002-1825-0097';
    await add(
      { title: 'GPT-4 and what it is good for' },
      { title: 'Something of computer vision', categories: ['cs.CV', 'eess.IV'] },
      { title: 'Something about quiet strings', categories: ['hep-th'] },
      { title: 'Written by one John Li', authors: [{ name: 'John Li' }] },
      { title: 'Written by another J. Li', authors: [{ name: 'J. Li', orcid }] },
      { title: 'From a large laboratory', authors: [{ name: 'Eve', affiliation: 'Acme Research, Zürich' }] },
      { title: 'Read at a conference', venue: 'NeurIPS 2025' },
      {
        title: 'Brought by another source',
        source: 'biorxiv',
        identities: [{ scheme: 'doi', value: '10.1101/1' }],
      },
      { title: 'The one that is left of all these' },
    );
    const wanted: [RuleInput, number][] = [
      [{ kind: 'expression', value: String.raw`\bgpt-?\d\b` }, 1],
      [{ kind: 'category', value: 'EESS' }, 1],
      [{ kind: 'category', value: 'hep-th' }, 1],
      [{ kind: 'author', value: 'Li, John' }, 1],
      [{ kind: 'author', value: orcid }, 1],
      [{ kind: 'organisation', value: 'acme RESEARCH' }, 1],
      [{ kind: 'venue', value: 'neurips 2025' }, 1],
      [{ kind: 'source', value: 'biorxiv' }, 1],
    ];
    const rules: Rule[] = [];
    for (const [input] of wanted) rules.push(await rule(input));
    expect(await seen()).toMatchObject({ titles: ['The one that is left of all these'], hidden: 8 });
    expect(await countHidden(store, rules, recentPapers(now))).toEqual(wanted.map(([, count]) => count));
  });

  it('keeps pages full and totals right', async () => {
    await add(...Array.from({ length: 30 }, (_, i) => ({ categories: i % 3 === 0 ? ['cs.CV'] : ['cs.LG'] })));
    await rule({ kind: 'category', value: 'cs.CV' });
    const { hides } = (await rulesInForce(store, 'm1', now)) ?? expect.fail();
    const pages = [0, 8, 16].map((offset) =>
      listPapers(store, { order: 'newest', hide: hides }, { limit: 8, offset }),
    );
    const read = await Promise.all(pages);
    expect(read.map(({ items, total, hidden }) => [items.length, total, hidden])).toEqual([
      [8, 20, 10],
      [8, 20, 10],
      [4, 20, 10],
    ]);
    expect(new Set(read.flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(20);
  });

  it('reads papers that come later, and those that change', async () => {
    const changing = { key: 'changing', identities: [{ scheme: 'arxiv' as const, value: '2603.00001' }] };
    await add({ title: 'Nothing to be seen in here', ...changing });
    const { id } = await rule({ kind: 'phrase', value: 'quantum leap' });
    expect((await seen()).hidden).toBe(0);
    await add({ title: 'A quantum leap for everybody' });
    expect((await seen()).hidden).toBe(1);
    await add({ title: 'A quantum leap after all that', ...changing, version: 2 });
    expect((await seen()).hidden).toBe(2);
    await add({ title: 'Nothing to be seen in here', ...changing, version: 3 });
    expect((await seen()).hidden).toBe(1);
    await deleteRule(store, 'm1', id);
    expect((await seen()).hidden).toBe(0);
    expect(await store.query('select from rule_patterns')).toEqual([]);
  });

  it('reads on where a reading was interrupted', async () => {
    await add(
      ...Array.from({ length: 700 }, (_, i) => ({
        title: `Of number ${i} and the word ${i % 2 ? 'odd' : 'even'}`,
      })),
    );
    const { patternId } = await rule({ kind: 'word', value: 'odd' });
    let writes = 0;
    const dying: Store = {
      ...store,
      transaction: (work) => (++writes > 1 ? Promise.reject(new Error('killed')) : store.transaction(work)),
    };
    await expect(readPatterns(dying, [patternId ?? 0])).rejects.toThrow('killed');
    const [{ count } = { count: 0 }] = await store.query<{ count: number }>(
      'select count(*)::int as count from rule_matches',
    );
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(350);
    expect((await seen()).hidden).toBe(350);
  });
});

describe('SQL and program', () => {
  it('mean the same on random papers and rules', async () => {
    const word = fc.constantFrom(
      'deep',
      'Deep',
      'learning',
      'learned',
      'Übung',
      'ubung',
      'graph-based',
      'x2',
      '学习',
      'naïve',
      '(a+b)*',
      '…',
    );
    const text = fc.array(word, { minLength: 3, maxLength: 8 }).map((words) => `T ${words.join(' ')}`);
    const authors = fc.uniqueArray(
      fc.record(
        {
          name: fc.constantFrom('Ana Müller', 'Li, Wei', 'Wei Li', '李伟', 'O’Neil Bob'),
          orcid: fc.constantFrom('0000-0002-1825-0097', '0000-0001-5109-3700'),
          affiliation: fc.constantFrom('ETH Zürich', 'MIT; Google', 'eth zurich'),
        },
        { requiredKeys: ['name'] },
      ),
      { maxLength: 3, selector: ({ name }) => name },
    );
    const paper = fc.record({
      title: text,
      abstract: text,
      authors,
      categories: fc.subarray(['cs.LG', 'cs.CV', 'cs', 'hep-th', 'math.CO', 'CS.LG']),
      source: fc.constantFrom('arxiv', 'biorxiv', 'page'),
    });
    const venue = fc.constantFrom('ICML', 'icml', 'Nature “Physics”');
    const papers = fc.sample(fc.tuple(paper, fc.option(venue)), { numRuns: 120, seed: 7 });
    await add(
      ...papers.map(([one, at], i) => ({
        ...one,
        title: `${one.title} ${i}`,
        authors: one.authors.map(({ name, orcid, affiliation }) => ({
          name,
          ...(orcid === undefined ? {} : { orcid }),
          ...(affiliation === undefined ? {} : { affiliation }),
        })),
        ...(at === null ? {} : { venue: at }),
      })),
    );
    const [{ ids } = { ids: [] }] = await store.query<{ ids: number[] }>(
      'select array_agg(id order by id) as ids from papers',
    );
    const input: fc.Arbitrary<RuleInput> = fc.oneof(
      fc.record({
        kind: fc.constant('word' as const),
        value: fc.constantFrom('deep', 'learn', 'learns', 'Ubung', '学习', 'x2'),
      }),
      fc.record({
        kind: fc.constantFrom('phrase' as const),
        value: fc.array(word, { minLength: 1, maxLength: 2 }).map((w) => w.join(' ')),
      }),
      fc.record({
        kind: fc.constant('expression' as const),
        value: fc.constantFrom('deep\\s+lea', '^t\\s+ü', '学|naï', '\\(a', 'based$'),
      }),
      fc.record({
        kind: fc.constant('organisation' as const),
        value: fc.constantFrom('eth', 'Zurich', 'google', 'eth zürich'),
      }),
      fc.record({
        kind: fc.constant('category' as const),
        value: fc.constantFrom('cs', 'cs.LG', 'hep-th', 'math', 'cs.CV'),
      }),
      fc.record({
        kind: fc.constant('author' as const),
        value: fc.constantFrom('Wei Li', 'ana muller', '0000-0002-1825-0097', '李伟'),
      }),
      fc.record({
        kind: fc.constant('venue' as const),
        value: fc.constantFrom('ICML', 'icml', 'Nature “Physics”'),
      }),
      fc.record({ kind: fc.constant('source' as const), value: fc.constantFrom('arxiv', 'biorxiv', 'page') }),
    );
    let hiding = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(input, { minLength: 1, maxLength: 3 }), async (inputs) => {
        const rules: Rule[] = [];
        for (const one of inputs) {
          const read = await readRule(store, one, now);
          if (read.rule === null) continue;
          const kept = await addRule(store, 'm2', read.rule, now);
          if (!('refused' in kept)) rules.push(kept);
        }
        await readPatterns(
          store,
          rules.flatMap(({ patternId }) => patternId ?? []),
        );
        const bySql = await listPapers(
          store,
          { order: 'newest', only: hiddenBy(rules) },
          { limit: 200, offset: 0 },
        );
        const byProgram = await whyHidden(store, rules, ids);
        expect(bySql.items.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
          [...byProgram.keys()].sort((a, b) => a - b),
        );
        hiding += byProgram.size;
        expect(
          bySql.items.length +
            (await listPapers(store, { order: 'newest', hide: hiddenBy(rules) }, { limit: 1, offset: 0 }))
              .total,
        ).toBe(ids.length);
      }),
      { numRuns: 30, seed: 11 },
    );
    expect(hiding).toBeGreaterThan(100);
  });
});

describe('keeping rules', () => {
  it('says by field what is wrong with one', async () => {
    await add({});
    const cases: [unknown, object][] = [
      [{ kind: 'word', value: 'the' }, { value: expect.stringContaining('Nearly every paper') }],
      [{ kind: 'word', value: 'two words' }, { value: expect.stringContaining('phrase') }],
      [{ kind: 'phrase', value: '…' }, { value: expect.stringContaining('no letter') }],
      [{ kind: 'phrase', value: ' ' }, { value: expect.any(String) }],
      [{ kind: 'phrase', value: 'a\nb' }, { value: expect.stringContaining('one line') }],
      [{ kind: 'expression', value: '(a' }, { value: expect.stringContaining('missing closing') }],
      [{ kind: 'expression', value: 'a(?=b)' }, { value: expect.stringContaining('RE2') }],
      [{ kind: 'expression', value: 'a*' }, { value: expect.stringContaining('every paper') }],
      [{ kind: 'expression', value: 'a{1000}' }, { value: expect.stringContaining('too large') }],
      [{ kind: 'category', value: 'cs.XX' }, { value: expect.stringContaining('No paper here') }],
      [{ kind: 'venue', value: 'Nowhere' }, { value: expect.any(String) }],
      [{ kind: 'source', value: 'nobody' }, { value: expect.any(String) }],
      [{ kind: 'mood', value: 'x' }, { kind: expect.any(String) }],
      [{ kind: 'word', value: 'x', until: '2026-03-09' }, { until: expect.stringContaining('over') }],
      [{ kind: 'word', value: 'x', until: 'soon' }, { until: expect.stringContaining('YYYY-MM-DD') }],
      [null, { value: expect.any(String) }],
    ];
    for (const [input, wrong] of cases) expect(await troubles(input), JSON.stringify(input)).toEqual(wrong);
    // What would take a backtracking engine longer than the universe is over at once.
    await add({ title: `${'a'.repeat(60)} and nothing else`, abstract: 'a'.repeat(5000) });
    expect((await tryRule(store, { kind: 'expression', value: '(a+)+$!' })).hidden).toEqual([]);
  });

  it('keeps a rule once, ends it after its last day, and lets it rest', async () => {
    await add({ title: 'One about llamas and nothing else' });
    const first = await rule({ kind: 'word', value: 'llama', until: '2026-03-10' });
    expect((await rule({ kind: 'word', value: 'Llamas' })).id).toBe(first.id);
    expect(await listRules(store, 'm1')).toHaveLength(1);
    await changeRule(store, 'm1', first.id, { until: '2026-03-10' });
    expect((await seen()).hidden).toBe(1);
    expect(await rulesInForce(store, 'm1', new Date('2026-03-11T15:00:00Z'))).toBeNull();
    await changeRule(store, 'm1', first.id, { paused: true });
    expect(await listRules(store, 'm1')).toMatchObject([{ until: '2026-03-10', paused: true }]);
    expect((await seen()).hidden).toBe(0);
    expect(await changeRule(store, 'm2', first.id, { paused: false })).toBeNull();
    expect(await deleteRule(store, 'm2', first.id)).toBe(false);
    const phrase =
      (await readRule(store, { kind: 'phrase', value: 'nothing else' }, now)).rule ?? expect.fail();
    expect(await replaceRule(store, 'm1', first.id, phrase, now)).toMatchObject({ kind: 'phrase' });
    expect(await listRules(store, 'm1')).toHaveLength(1);
    expect((await seen()).hidden).toBe(1);
  });

  it('has room for some regular expressions, also for two who ask at once', async () => {
    const all = await Promise.all(
      Array.from({ length: mostExpressions + 3 }, async (_, i) => {
        const read = await readRule(store, { kind: 'expression', value: `x{${i + 1}}y` }, now);
        return addRule(store, 'm1', read.rule ?? expect.fail(), now);
      }),
    );
    expect(all.filter((one) => 'refused' in one)).toHaveLength(3);
    expect(await listRules(store, 'm1')).toHaveLength(mostExpressions);
  });

  it('goes out and comes in again, and a bad entry costs only itself', async () => {
    await add({ categories: ['cs.CV'] });
    await rule({ kind: 'phrase', value: 'Café  au-lait' });
    await rule({ kind: 'word', value: 'Transformers', until: '2026-12-31' });
    await rule({ kind: 'category', value: 'cs.cv' });
    const file = await exportRules(store, 'm1');
    expect(file.rules).toEqual([
      { kind: 'phrase', value: 'Café  au-lait', until: null, paused: false },
      { kind: 'word', value: 'Transformers', until: '2026-12-31', paused: false },
      { kind: 'category', value: 'cs.CV', until: null, paused: false },
    ]);
    const more = {
      rules: [
        ...file.rules,
        { kind: 'word', value: 'not one' },
        7,
        { kind: 'venue', value: 'Elsewhere 2030' },
      ],
    };
    expect(await importRules(store, 'm2', JSON.stringify(more), now)).toMatchObject({
      kept: 4,
      unread: [{ position: 4, reason: expect.stringContaining('phrase') }, { position: 5 }],
    });
    expect((await exportRules(store, 'm2')).rules.slice(0, 3)).toEqual(file.rules);
    await importRules(store, 'm2', more, now);
    expect(await listRules(store, 'm2')).toHaveLength(4);
    for (const bad of ['', '[]', '{"rules":{}}', 'null'])
      await expect(importRules(store, 'm2', bad, now)).rejects.toThrow(RangeError);
  });
});

it('is tried on the newest day before it is kept', async () => {
  await add(
    { title: 'An older one about llamas here', announcedOn: '2026-03-06' },
    { title: 'One about llamas and nothing else' },
    {},
  );
  const trial = await tryRule(store, { kind: 'word', value: 'llama' });
  expect(trial).toMatchObject({ tried: 2, day: '2026-03-09' });
  expect((await getPapers(store, trial.hidden)).map(({ title }) => title)).toEqual([
    'One about llamas and nothing else',
  ]);
  expect(await listRules(store, 'm1')).toEqual([]);
});
