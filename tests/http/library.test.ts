import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock } from '../replay/virtual-clock.ts';
import { zoteroService } from '../replay/zotero.ts';
import { freshPlace } from '../support/fresh-place.ts';
import { signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
let replay: Replay;
let ada: SignedInAt;
let bob: SignedInAt;
beforeAll(async () => {
  replay = await startReplay({ clock: virtualClock('2026-08-21T02:00:00Z') });
  const zotero = replay.service(
    'zotero',
    zoteroService({
      key: 'abcdefgh12345678',
      userID: 7,
      username: 'ada-at-zotero',
      library: true,
      version: 3,
      items: [
        {
          key: 'AAAA1111',
          version: 3,
          data: {
            itemType: 'preprint',
            title: 'FlashPrefill V2: Block-Sparse Prefill Attention',
            archiveID: 'arXiv:2608.19758',
            tags: [{ tag: 'zot' }],
          },
        },
      ],
      deleted: [],
    }),
  );
  site = await startSite(
    { ZOTERO_URL: zotero, BROADSHEET_ALLOW_LOOPBACK: '1' },
    await freshPlace(inject('loadedPlace')),
  );
  ada = await signedIn(site, { handle: 'ada' });
  bob = await signedIn(site, { handle: 'bob', role: 'reader' });
});
afterAll(async () => {
  await site.stop();
  await replay.close();
});

async function page(path: string, who: SignedInAt | null = ada) {
  const response = await fetch(site.url + path, { headers: who?.headers ?? {}, redirect: 'manual' });
  return { status: response.status, body: plain(await response.text()), headers: response.headers };
}
async function send(
  path: string,
  fields: Record<string, string | string[]> | FormData,
  who: SignedInAt | null = ada,
) {
  const body = fields instanceof FormData ? fields : new URLSearchParams();
  if (!(fields instanceof FormData))
    for (const [name, values] of Object.entries(fields))
      for (const value of [values].flat()) body.append(name, value);
  const response = await fetch(site.url + path, {
    method: 'POST',
    headers: { accept: 'text/html', ...(who?.headers ?? { origin: site.url }) },
    body,
    redirect: 'manual',
  });
  return { status: response.status, body: plain(await response.text()), headers: response.headers };
}
/** Without what Svelte puts between pieces of text. */
const plain = (html: string) => html.replace(/<!--.*?-->/g, '');
const idOf = (body: string, key: string) =>
  new RegExp(`<li id="paper-(\\d+)"(?:(?!</h2>)[^])*?href="/papers/${key}"`).exec(body)?.[1] ??
  expect.fail(key);

describe('a library', () => {
  test('is for who is signed in, and kept by no cache', async () => {
    const stranger = await page('/library', null);
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in?back=%2Flibrary']);
    expect((await send('/library/save', { paper: '1' }, null)).headers.get('location')).toContain('/sign-in');
    const own = await page('/library');
    expect(own.status).toBe(200);
    expect(own.headers.get('cache-control')).toBe('private, no-store');
    expect(own.body).toContain('Nothing is kept here yet');
  });

  test('takes a pasted list and a file, and says what could not be taken', async () => {
    const pasted = await send('/library/import?/file', {
      text: '2608.19758\nnonsense\n2608.20336',
      tags: 'ssl, to cite',
    });
    expect(pasted.status).toBe(200);
    expect(pasted.body).toContain('saved');
    expect(pasted.body).toContain('line 2');
    const form = new FormData();
    form.set(
      'file',
      new File(
        ['@misc{x, title={Nobody knows this one}, author={Doe, Jane}, year=2011, keywords={odd <b>tag</b>}}'],
        'x.bib',
      ),
    );
    form.set('state', 'later');
    expect((await send('/library/import?/file', form)).body).toContain('1 of these new to this site');
    const listed = await page('/library');
    expect(listed.body).toContain('Nobody knows this one');
    expect(listed.body).toContain('#odd &lt;b>tag');
    expect((await page('/library?state=later')).body).toContain('Nobody knows this one');
    expect((await page('/library?state=read')).body).toContain('Nothing here matches');
  });

  test('adds nothing for those who may not add papers', async () => {
    const text = '@misc{y, title={A paper by a reader alone}, author={Doe, Jane}, year=2012}';
    expect((await send('/library/import?/file', { text }, bob)).body).toContain(
      'adding papers takes the role of member',
    );
    expect((await page('/search?q=%22paper+by+a+reader+alone%22', null)).body).not.toContain(
      'by a reader alone</a>',
    );
  });

  test('keeps state, tags and a note, which is shown as safe markup and found again', async () => {
    const id = idOf((await page('/library')).body, '2608.19758');
    const note = 'See **this** and $x_1$ <script>alert(1)</script> [x](javascript:alert(1)) quokka';
    const kept = await send('/library?/entry', { paper: id, state: 'read', tags: 'ssl, New One', note });
    expect(kept.body).toContain('Kept.');
    const found = await page('/library?q=quokkas');
    expect(found.body).toContain('<strong>this</strong>');
    expect(found.body).toContain('<math');
    expect(found.body).not.toContain('<script>alert');
    expect(found.body).not.toContain('href="javascript:');
    expect(found.body).toContain('In your note or tags');
    const bad = await send('/library?/entry', {
      paper: id,
      state: 'reading',
      tags: 'x'.repeat(61),
      note: 'still here',
    });
    expect(bad.status).toBe(400);
    expect(bad.body).toContain('at most 60 characters');
    expect(bad.body).toContain('x'.repeat(61));
    expect((await page('/library?tag=new+one')).body).toContain('still here');
  });

  test('is searched by what its papers are about, and holds only its own', async () => {
    const found = await page('/library?q=sparse+prefill+attention');
    expect(found.body).toContain('/papers/2608.19758');
    expect((await page('/library?q=sparse+prefill+attention', bob)).body).not.toContain(
      '/papers/2608.19758"',
    );
  });

  test('changes many papers at once, and asks before notes go', async () => {
    const { body } = await page('/library');
    const ids = [idOf(body, '2608.19758'), idOf(body, '2608.20336')];
    expect((await send('/library?/bulk', { what: 'tag', tags: 'many' })).body).toContain(
      'Tick some papers first',
    );
    expect((await send('/library?/bulk', { paper: ids, what: 'tag', tags: 'many' })).body).toContain(
      '2 papers changed',
    );
    expect((await send('/library?/bulk&tag=many', { which: 'all', what: 'later' })).body).toContain(
      '2 papers changed',
    );
    const refused = await send('/library?/bulk', { paper: ids, what: 'remove' });
    expect([refused.status, refused.body.includes('has a note')]).toEqual([400, true]);
    expect((await send('/library?/bulk', { paper: ids[1] ?? '', what: 'remove' })).body).toContain(
      '1 paper taken out',
    );
    expect((await send('/library?/tag', { tag: 'many', name: 'few' })).body).toContain('tagged few');
  });

  test('has a button that saves and takes out again, but loses no note', async () => {
    const id = idOf((await page('/library')).body, '2608.19758');
    const back = { paper: id, back: '/day/2026-08-20' };
    const kept = await send('/library/save', { ...back, saved: 'no' });
    expect([kept.status, kept.headers.get('location')]).toEqual([303, '/library?q=id%3A2608.19758']);
    const other = await send('/library/save', { ...back, saved: 'yes' }, bob);
    expect([other.status, other.headers.get('location')]).toEqual([303, '/day/2026-08-20']);
    expect((await page('/library', bob)).body).toContain('/papers/2608.19758');
    await send('/library/save', { ...back, saved: 'no', back: '//evil.example' }, bob);
    expect((await page('/library', bob)).body).toContain('Nothing is kept here yet');
    expect((await send('/library/save', { paper: '999999999' })).status).toBe(404);
  });

  test.each(['bibtex', 'ris', 'csl-json', 'markdown', 'json'])('is given out as %s', async (format) => {
    const given = await page(`/library/export?format=${format}`);
    expect(given.status).toBe(200);
    expect(given.headers.get('content-disposition')).toContain('attachment');
    expect(given.body).toContain('FlashPrefill');
    expect((await page('/library/export?format=exe')).status).toBe(400);
  });

  test('is kept up with Zotero, and never shows the key', async () => {
    expect((await send('/library/import?/connect', { key: 'short' })).body).toContain(
      '24 letters and digits',
    );
    expect((await send('/library/import?/connect', { key: 'wrongwrong1234' })).body).toContain(
      'does not know this key',
    );
    const connected = await send('/library/import?/connect', { key: 'abcdefgh12345678' });
    expect(connected.body).toContain('ada-at-zotero');
    const shown = await page('/library/import');
    expect(shown.body).toContain('Last read');
    expect(shown.body + connected.body).not.toContain('abcdefgh12345678');
    expect((await page('/library?tag=zot')).body).toContain('/papers/2608.19758');
    expect((await send('/library/import?/disconnect', {})).body).toContain('the key is forgotten');
  });

  test('refuses what is too large, and other sites’ forms', async () => {
    const large = await send('/library?/entry', { paper: '1', note: 'x'.repeat(600_000) });
    expect(large.status).toBe(413);
    const foreign = await fetch(`${site.url}/library/save`, {
      method: 'POST',
      headers: { cookie: ada.cookie, origin: 'https://evil.example' },
      body: new URLSearchParams({ paper: '1' }),
    });
    expect(foreign.status).toBe(403);
  });
});
