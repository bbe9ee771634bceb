import { ingest, openStore, type ReadItem, type Store } from '@broadsheet/papers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBrowser } from '../support/open-page.ts';
import { asBrowserOf, signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

/**
 * Words that run as code where a page takes them for markup: the kinds of OWASP's XSS filter evasion cheat sheet, and what is special
 * to Markdown and TeX. They are put wherever people may write, and real Chromium looks at them with the site's own
 * Content-Security-Policy switched off, which would else hide a hole.
 */
const vectors = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<IMG SRC="javascript:alert(1);">',
  '<IMG """><SCRIPT>alert(1)</SCRIPT>"\\>',
  '<img src=x onerror="&#0000106&#0000097&#0000118&#0000097alert(1)">',
  '<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg/onload="alert(1)"',
  '<body onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">',
  '<link rel=stylesheet href="javascript:alert(1)">',
  '<style>@import "https://evil.example/x.css";</style>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<base href="javascript:alert(1);//">',
  '<form action="javascript:alert(1)"><button>Go</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<math><mtext><img src=x onerror=alert(1)></mtext></math>',
  '<math href="javascript:alert(1)">click</math>',
  '<a href="javascript:alert(1)">click</a>',
  '<div style="background:url(javascript:alert(1))">',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  ']]><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
  "' onfocus='alert(1)' autofocus x='",
  '\u003cscript\u003ealert(1)\u003c/script\u003e',
  '\uFF1Cscript\uFF1Ealert(1)\uFF1C/script\uFF1E',
  '<scr\u0000ipt>alert(1)</scr\u0000ipt>'.replaceAll('\u0000', ''),
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java\tscript:alert(1))',
  '[a](&#106;avascript:alert(1))',
  '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[a](vbscript:msgbox(1))',
  '[a](//evil.example)',
  '[a]: javascript:alert(1)\n\n[a]',
  '![a](javascript:alert(1))',
  '![a](x" onerror="alert(1))',
  '<javascript:alert(1)>',
  '[a](https://x.org/" onclick="alert(1))',
  '`<img src=x onerror=alert(1)>`',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\url{javascript:alert(1)}$',
  '$\\htmlData{x=1}{<img src=x onerror=alert(1)>}$',
  '$\\includegraphics{https://evil.example/x.png}$',
  '$\\text{<img src=x onerror=alert(1)>}$',
  '$<img src=x onerror=alert(1)>$',
  '@ada"><img src=x onerror=alert(1)>',
  'arXiv:2608.19758"><img src=x onerror=alert(1)>',
  'https://x.org/"onmouseover="alert(1)',
  '\u202Etxt.exe\u202C <script>alert(1)</script>',
];

let site: Site;
let store: Store;
let ada: SignedInAt;
const open = useBrowser();
const keys: string[] = [];

beforeAll(async () => {
  site = await startSite();
  const { env } = site.place;
  store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  ada = await signedIn(site, { role: 'editor', handle: 'ada' });
  const items = vectors.map((vector, index): ReadItem => ({
    ok: true,
    position: String(index),
    record: {
      source: 'made',
      key: String(index),
      identities: [],
      title: `Hostile ${index} ${vector}`,
      abstract: vector,
      authors: [{ name: vector, affiliation: vector }],
      categories: ['cs.LG'],
      venue: vector,
      comment: vector,
      keywords: [vector],
      summary: vector,
      published: { value: '2026-08-19', precision: 'day' },
      announcedOn: '2026-08-19',
    },
  }));
  const { rejected } = await ingest(store, items, { kind: 'import', origin: 'hostile' });
  expect(rejected).toBe(0);
  const [paper] = await store.query<{ id: number }>(
    `select paper_id as id from identities where scheme = 'arxiv' and value = '2608.19758'`,
  );
  keys.push('2608.19758');
  const hostile = await store.query<{ id: number }>(
    `select paper_id as id from records where source = 'made' order by key::int limit 3`,
  );
  keys.push(...hostile.map(({ id }) => `p${id}`));
  for (const [index, vector] of vectors.entries()) {
    await store.query(
      `insert into members (id, handle, name, email) values ($1, $1, $2, $1 || '@example.org')`,
      [`h${index}x`, vector.slice(0, 80)],
    );
    const [comment] = await store.query<{ id: number }>(
      `insert into comments (paper_id, member_id, text, created_at) values ($1, $2, $3, '2026-08-20') returning id`,
      [paper?.id, `h${index}x`, vector],
    );
    await store.query(
      `insert into comment_versions (comment_id, version, text, written_at) values ($1, 1, $2, '2026-08-20')`,
      [comment?.id, `before ${vector}`],
    );
  }
  await store.query(
    `insert into claims (paper_id, member_id, author_name, evidence, state, created_at)
     select $1, id, name, name, 'waiting', now() from members where id like 'h%x'`,
    [paper?.id],
  );
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

/** What a page would have to hold for words to have become more than words. */
async function holes(path: string): Promise<string[]> {
  const { page } = await open(path, { ...asBrowserOf(site, ada), bypassCSP: true });
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('main *'))
      for (const kind of ['mouseover', 'focus', 'toggle', 'error', 'load'])
        element.dispatchEvent(new Event(kind, { bubbles: false }));
  });
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('body *')].flatMap((element) => {
      const isOurs = element.closest('main') === null;
      const bad = [...element.attributes].flatMap(({ name, value }) =>
        /^on/i.test(name) ||
        (/^(href|src|action|formaction|data|srcdoc)$/i.test(name) &&
          /^\s*(javascript|vbscript|data):/i.test(value)) ||
        (element.tagName !== 'A' && /evil\.example/.test(name === 'href' || name === 'src' ? value : ''))
          ? [`${element.tagName} ${name}=${value}`]
          : [],
      );
      const isForeign =
        !isOurs &&
        /^(script|iframe|object|embed|link|meta|base|style|img|video|svg|body)$/i.test(element.tagName) &&
        element.closest('.written, .abstract, h1, h2, .threads') !== null;
      return isForeign ? [...bad, `<${element.tagName}>`] : bad;
    }),
  );
  await page.context().close();
  return [...asked, ...found];
}

describe('hostile words stay words', () => {
  it('in comments and names under a paper, on all pages of its talk', async () => {
    const pages = Math.ceil(vectors.length / 25);
    for (let number = 1; number <= pages; number++)
      expect(await holes(`/papers/${keys[0]}/talk?order=new&page=${number}`)).toEqual([]);
  });

  it.each(['/papers/2608.19758', '/talk', '/talk?before=40', '/admin/claims', '/people/h0x', '/people/h33x'])(
    'at %s',
    async (path) => {
      expect(await holes(path)).toEqual([]);
    },
  );

  it('in the form that quotes or edits a comment, and in its history', async () => {
    const rows = await store.query<{ id: number }>('select id from comments order by id');
    for (const index of [0, 29, 30, 33, 45]) {
      const id = rows[index]?.id ?? 0;
      expect(await holes(`/papers/2608.19758/talk?answer=${id}&quote`)).toEqual([]);
      expect(await holes(`/talk/${id}/history`)).toEqual([]);
    }
  });

  it('in titles, abstracts, authors and venues, in lists and on pages of their own', async () => {
    for (const path of [
      '/day/2026-08-19',
      '/search?q=Hostile',
      '/categories/cs.LG',
      ...keys.slice(1).map((key) => `/papers/${key}`),
    ])
      expect(await holes(path)).toEqual([]);
  });
});
