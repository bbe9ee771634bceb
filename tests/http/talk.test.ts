import { openLinkSigner } from '@broadsheet/mail';
import { openStore, type Store } from '@broadsheet/papers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
let store: Store;
let ada: SignedInAt;
let bob: SignedInAt;
let reader: SignedInAt;
let editor: SignedInAt;
let otherKey = '';
const talk = '/papers/2608.19758/talk';

beforeAll(async () => {
  site = await startSite();
  const { env } = site.place;
  store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  ada = await signedIn(site, { handle: 'ada' });
  bob = await signedIn(site, { handle: 'bob' });
  reader = await signedIn(site, { role: 'reader', handle: 'rea' });
  editor = await signedIn(site, { role: 'editor', handle: 'edith' });
  // The site's clock stands still, before they came.
  await store.query(`update members set created_at = '2026-01-01'`);
  const [other] = await store.query<{ value: string }>(
    `select value from identities where scheme = 'arxiv' and confirmed and value <> '2608.19758' limit 1`,
  );
  otherKey = other?.value ?? '';
});
beforeEach(async () => {
  await store.query('delete from comments');
  await store.query('delete from talk_follows');
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

async function ask(path: string, who: SignedInAt | null, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { accept: 'text/html', origin: site.url, ...who?.headers },
  });
  const body = (await response.text()).replace(/<!--.*?-->/g, '');
  return { status: response.status, headers: response.headers, body };
}
const get = (path: string, who: SignedInAt | null = null) => ask(path, who);
const post = (path: string, fields: Record<string, string>, who: SignedInAt | null = ada) =>
  ask(path, who, { method: 'POST', body: new URLSearchParams(fields) });
const write = (fields: Record<string, string>, who: SignedInAt | null = ada) =>
  post(`${talk}?/write`, { do: 'send', ...fields }, who);

/** Sends a comment, and gives its number. */
async function said(
  text: string,
  fields: Record<string, string> = {},
  who: SignedInAt = ada,
): Promise<string> {
  const answer = await write({ text, ...fields }, who);
  expect(answer.status, answer.body.slice(0, 500)).toBe(303);
  // The clock stands still: what was said before was said before.
  await store.query(`update comments set created_at = created_at - interval '2 minutes'`);
  return /#c(\d+)$/.exec(answer.headers.get('location') ?? '')?.[1] ?? expect.fail('no number');
}
const plain = ({ body }: Answer) => body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('talk without a script', () => {
  it('is read by all, and written by those who may', async () => {
    const open = await get(talk);
    expect(open.status).toBe(200);
    expect(plain(open)).toContain('Nobody has said anything yet.');
    expect(open.body).toContain(`/sign-in?back=${encodeURIComponent(talk)}`);
    expect((await write({ text: 'x' }, null)).headers.get('location')).toMatch(/^\/sign-in\?back=/);
    expect((await write({ text: 'x' }, reader)).status).toBe(403);
    const mine = await get(talk, ada);
    expect(mine.body).toContain('<textarea');
    expect(mine.headers.get('cache-control')).toContain('no-store');
  });

  it('takes a comment and its answer, with formulas, mentions and papers, and counts both', async () => {
    const first = await said('Is $x^2$ right, @bob? See arXiv:2608.19758 and https://example.org/a.');
    const answer = await said('Yes.', { answer: first }, bob);
    const page = await get(`${talk}?order=new`);
    expect(page.body).toContain('<math');
    expect(page.body).toContain('<a href="/people/bob">@bob</a>');
    expect(page.body).toContain('<a href="/papers/2608.19758">arXiv:2608.19758</a>');
    expect(page.body).toMatch(/<a href="https:\/\/example\.org\/a" rel="external noopener ugc[^"]*">/);
    expect(page.body).toMatch(new RegExp(`id="c${first}"[^]*class="answers[^]*id="c${answer}"`));
    expect(plain(await get('/papers/2608.19758'))).toMatch(/Talk .*Is .* right, @bob/);
    expect(plain(await get('/talk'))).toContain('Yes.');
    const leads = await get(`/talk/${answer}`);
    expect([leads.status, leads.headers.get('location')]).toEqual([302, `${talk}#c${answer}`]);
    const [standing] = await store.query<{ comments: number }>(
      `select comments from standings s join identities i using (paper_id) where i.value = '2608.19758' and i.scheme = 'arxiv'`,
    );
    expect(standing?.comments).toBeGreaterThanOrEqual(2);
  });

  it('shows what it will look like, and keeps what was typed where something is wrong', async () => {
    const preview = await write({ text: '**bold** <b>no</b>', do: 'preview' });
    expect(preview.status).toBe(200);
    expect(preview.body).toContain('<strong>bold</strong> &lt;b&gt;no&lt;/b&gt;');
    expect(preview.body).toMatch(/<textarea[^>]*>\*\*bold\*\* &lt;b>no&lt;\/b>/);
    expect(await store.query('select from comments')).toEqual([]);
    const long = await write({ text: `kept ${'x'.repeat(10_001)}` });
    expect(long.status).toBe(400);
    expect(plain(long)).toContain('Write at most 10,000 characters.');
    expect(long.body).toContain('kept xxx');
    expect((await write({ text: 'To nobody', answer: '999999' })).status).toBe(409);
  });

  it('is edited with its history, quoted, and removed', async () => {
    const first = await said('The proof is wrong');
    const form = await get(`${talk}?edit=${first}`, ada);
    expect(form.body).toMatch(/<textarea[^>]*>The proof is wrong<\/textarea>/);
    expect((await get(`${talk}?edit=${first}`, bob)).body).not.toContain('The proof is wrong</textarea>');
    expect((await write({ text: 'Stolen', edit: first }, bob)).status).toBe(404);
    expect((await write({ text: 'The proof is right', edit: first })).status).toBe(303);
    const history = await get(`/talk/${first}/history`);
    expect(history.body).toContain('<del>wrong</del>');
    expect(history.body).toContain('<ins>right</ins>');
    const quote = await get(`${talk}?answer=${first}&quote`, bob);
    expect(quote.body).toMatch(/<textarea[^>]*>&gt; The proof is right|<textarea[^>]*>> The proof is right/);
    await said('Indeed', { answer: first }, bob);
    expect((await post(`${talk}?/remove`, { id: first }, bob)).status).toBe(404);
    expect((await post(`${talk}?/remove`, { id: first })).status).toBe(303);
    const after = await get(talk);
    expect(plain(after)).toContain('Removed by its author.');
    expect(plain(after)).toContain('Indeed');
    expect(after.body).not.toContain('The proof is');
    expect((await get(`/talk/${first}/history`)).status).toBe(404);
  });

  it('takes signs of others, and not of oneself', async () => {
    const first = await said('Applaud');
    const react = (given: string, who: SignedInAt) =>
      post(`${talk}?/react`, { id: first, reaction: 'agree', given }, who);
    expect((await react('yes', ada)).status).toBe(409);
    expect((await react('yes', bob)).status).toBe(303);
    expect((await react('yes', bob)).status).toBe(303);
    expect((await get(talk, bob)).body).toMatch(/aria-pressed="true"[^>]*>Agree 1</);
    expect((await react('no', bob)).status).toBe(303);
    expect((await post(`${talk}?/react`, { id: first, reaction: 'hate', given: 'yes' }, bob)).status).toBe(
      400,
    );
    expect(
      (await post(`/papers/${otherKey}/talk?/react`, { id: first, reaction: 'agree', given: 'yes' }, bob))
        .status,
    ).toBe(404);
  });

  it('is followed, and closed by editors', async () => {
    expect((await post(`${talk}?/follow`, { state: 'on' }, reader)).status).toBe(303);
    expect(plain(await get(talk, reader))).toContain('You are told of new comments by mail.');
    const [paper] = await store.query<{ id: number }>(
      `select paper_id as id from identities where scheme = 'arxiv' and value = '2608.19758'`,
    );
    await store.query('insert into locked_talks (paper_id, locked_at) values ($1, now())', [paper?.id]);
    expect((await write({ text: 'Too late' })).status).toBe(409);
    const page = await get(talk, ada);
    expect(plain(page)).toContain('An editor has closed this talk');
    expect(page.body).not.toContain('<textarea');
    await store.query('delete from locked_talks');
  });

  it('says how long to wait to who is too quick', async () => {
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push((await write({ text: `Quick ${n}` }, bob)).status);
    expect(answers).toEqual([303, 303, 303, 303, 303, 429]);
    const seventh = await write({ text: 'Kept words' }, bob);
    expect(seventh.headers.get('retry-after')).toBe('60');
    expect(seventh.body).toContain('Kept words');
  });

  it('is not written from another site', async () => {
    const response = await fetch(`${site.url}${talk}?/write`, {
      method: 'POST',
      headers: { cookie: ada.cookie, origin: 'https://evil.example' },
      body: new URLSearchParams({ text: 'Forged', do: 'send' }),
    });
    expect(response.status).toBe(403);
    expect(await store.query('select from comments')).toEqual([]);
  });
});

describe('feeds of talk', () => {
  it.each(['rss', 'atom', 'json'])('tell of a paper’s talk and of all: %s', async (format) => {
    const first = await said('Said <script>alert(1)</script> of $x^2$');
    for (const path of [talk, '/talk']) {
      const feed = await get(`${path}.${format}`);
      expect(feed.status).toBe(200);
      expect(feed.body).toContain(`/talk/${first}`);
      // JSON Feed's summary is plain text: it may say what it likes.
      const markup =
        format === 'json' ? [...feed.body.matchAll(/"content_html":"(.*?)","summary"/g)].join() : feed.body;
      expect(markup).not.toContain('<script');
      expect(markup).toContain('lt;script');
      const again = await fetch(`${site.url}${path}.${format}`, {
        headers: { 'if-none-match': feed.headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
    }
    expect((await get(`/papers/2103.99999/talk.${format}`)).status).toBe(404);
  });
});

describe('authors', () => {
  it('claim a paper, an editor answers, and their comments say so', async () => {
    const claim = '/papers/2608.19758/claim';
    expect((await get(claim)).status).toBe(303);
    const [name = ''] = /<option value="([^"]+)"/.exec((await get(claim, ada)).body)?.slice(1) ?? [];
    const wrong = await post(`${claim}?/claim`, { author: name, evidence: 'me' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatch(/<textarea[^>]*>me<\/textarea>/);
    const evidence = 'My page https://ada.example.org names this account.';
    expect((await post(`${claim}?/claim`, { author: name, evidence })).status).toBe(303);
    expect(plain(await get(claim, ada))).toContain('An editor will answer');
    expect((await get('/admin/claims', ada)).status).toBe(403);
    const waiting = await get('/admin/claims', editor);
    expect(plain(waiting)).toContain(evidence);
    const [, id = ''] = /name="id" value="(\d+)"/.exec(waiting.body) ?? [];
    expect((await post('/admin/claims', { id, do: 'accept', answer: '' }, ada)).status).toBe(403);
    expect((await post('/admin/claims', { id, do: 'accept', answer: '' }, editor)).status).toBe(303);
    await said('We have added a proof.');
    expect(plain(await get(talk))).toContain('Author of the paper');
    expect(plain(await get('/papers/2608.19758'))).toContain('is here as @ada');
    expect(plain(await get('/search?q=FlashPrefill'))).toContain('authors answer');
    expect(plain(await get('/people/ada'))).toContain('We have added a proof.');
    expect(plain(await get('/claims', ada))).toContain('yours');
    const item = (await (await fetch(`${site.url}/api/papers/search?q=FlashPrefill`)).json()) as {
      paper: { id: string };
      isAuthorParticipating: boolean;
    }[];
    expect(item.find(({ paper }) => paper.id === '2608.19758')?.isAuthorParticipating).toBe(true);
  });
});

describe('links and submissions', () => {
  it('adds a link, says by whom, and takes it away', async () => {
    const path = '/papers/2608.19758/links';
    const wrong = await post(`${path}?/add`, { kind: 'code', url: 'http://127.0.0.1/' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('value="http://127.0.0.1/"');
    const url = 'https://github.com/someone/barlow';
    expect((await post(`${path}?/add`, { kind: 'code', url })).status).toBe(303);
    expect((await post(`${path}?/add`, { kind: 'code', url }, bob)).status).toBe(409);
    const paper = await get('/papers/2608.19758');
    expect(paper.body).toContain(`<a href="${url}" rel="external noopener ugc nofollow">Code</a>`);
    const [, id = ''] = /name="id" value="(\d+)"/.exec((await get(path, ada)).body) ?? [];
    expect((await post(`${path}?/remove`, { id }, bob)).status).toBe(404);
    expect((await post(`${path}?/remove`, { id }, editor)).status).toBe(303);
    expect((await get('/papers/2608.19758')).body).not.toContain(url);
  });

  it('shows what BibTeX says before it is taken in, and then credits its member', async () => {
    expect((await get('/submit')).status).toBe(303);
    const nothing = await post('/submit', { given: 'attention is all you need' });
    expect(nothing.status).toBe(400);
    expect(nothing.body).toContain('attention is all you need</textarea>');
    const bibtex =
      '@book{a, title={A Book That Nobody Can Be Asked About}, author={Writer, Ann}, year={2020}}';
    const begun = await post('/submit', { given: bibtex });
    expect(begun.status, plain(begun)).toBe(303);
    const path = begun.headers.get('location') ?? '';
    const found = await get(path, ada);
    expect(plain(found)).toContain('A Book That Nobody Can Be Asked About');
    expect(plain(await get('/search?q=%22Nobody+Can+Be+Asked%22'))).not.toContain('A Book That Nobody');
    expect((await get(path, bob)).status).toBe(404);
    expect((await post(path, {})).status).toBe(400);
    expect((await post(path, { paper: '0' })).status).toBe(303);
    const done = await get(path, ada);
    const [, key = ''] = /href="\/papers\/(p\d+)"/.exec(done.body) ?? [];
    expect(plain(done)).toContain('is new here');
    expect(plain(await get(`/papers/${key}`))).toContain('Submitted by The member ada');
  });
});

describe('notices', () => {
  it('are turned off with one click, from wherever it comes, and only by the right link', async () => {
    const first = await said('Begin');
    await said('Answer', { answer: first }, bob);
    await store.query(
      `insert into notice_settings (member_id) select id from members where handle = 'ada' on conflict do nothing`,
    );
    const [settings] = await store.query<{ id: number }>(
      `select s.id from notice_settings s join members m on m.id = s.member_id where m.handle = 'ada'`,
    );
    const signer = await openLinkSigner(store);
    const path = `/notices/${signer.sign('notices', settings?.id ?? 0)}`;
    expect((await get(path)).status).toBe(200);
    const click = await fetch(site.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(click.status).toBe(200);
    expect(plain(await get(path))).toContain('These mails are off');
    const [follow] = await store.query<{ id: number }>('select id from talk_follows limit 1');
    const talkPath = `/notices/talk/${signer.sign('talk', follow?.id ?? 0)}`;
    expect((await post(talkPath, {}, null)).status).toBe(200);
    expect(plain(await get(talkPath))).toContain('You are told no more of this talk');
    for (const wrong of [signer.sign('talk', settings?.id ?? 0), signer.sign('notices', 999_999), 'k9-0'])
      expect((await get(`/notices/${wrong}`)).status).toBe(404);
  });
});
