import { ingest, openStore, type ReadItem } from '@broadsheet/papers';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { useBrowser } from '../support/open-page.ts';
import { asBrowserOf, signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

const open = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await startSite();
  const { env } = site.place;
  const store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  const items = Array.from({ length: 40 }, (_, n): ReadItem => ({
    ok: true,
    position: `item ${n}`,
    record: {
      source: 'made',
      key: String(n),
      identities: [],
      title: `Zweistromland photographs and what they show, part ${n}`,
      abstract: 'Photographs are looked at with care, and what can be seen in them is written down.',
      authors: [{ name: 'Wei Zweistrom' }, { name: n % 2 === 0 ? 'Ada Even' : 'Bob Odd' }],
      categories: [n % 4 === 0 ? 'cs.LG' : 'cs.CV'],
      venue: 'Zweistrom Letters',
      announcedOn: '2026-08-20',
    },
  }));
  await ingest(store, items, { kind: 'import', origin: 'made' });
  // The site's clock is stopped; what came after it would be news again and again.
  await store.query(`update papers set first_seen_at = '2026-08-20T12:00:00Z'`);
  await store.close();
});
afterAll(() => site.stop());

/** As somebody's browser opens pages. */
const by = (them: SignedInAt): BrowserContextOptions => asBrowserOf(site, them);

describe.each([true, false])('with scripts: %s', (javaScriptEnabled) => {
  it('a rule is tried, kept, seen at work, and deleted', async () => {
    const who = await signedIn(site, { handle: `rules-${javaScriptEnabled}` });
    const { page, errors } = await open('/rules', { ...by(who), javaScriptEnabled });
    await page.getByLabel('Hide', { exact: true }).first().selectOption('category');
    await page.getByLabel('Which', { exact: true }).first().fill('cs.cv');
    await page.getByRole('button', { name: 'Try it first' }).click();
    await page.getByText(/the category “cs\.CV” would hide/).waitFor();
    await page.getByRole('button', { name: 'Keep this rule' }).click();
    await page.getByText('Kept: the category “cs.CV” is hidden from now on.').waitFor();
    await page.goto('/day/2026-08-20');
    const note = page.getByText(/hidden by your rules/);
    await note.waitFor();
    expect(await page.getByRole('link', { name: 'cs.CV', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Show them' }).click();
    await page.getByText(/would be hidden by your rules/).waitFor();
    await page.getByText('Your rules hide it: the category “cs.CV”').first().waitFor();
    await page.goto('/rules');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('You hide nothing yet.').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('an author is followed, of those who share the name, and corrected', async () => {
    const who = await signedIn(site, { handle: `follows-${javaScriptEnabled}` });
    const { page, errors } = await open('/authors/wei-zweistrom', { ...by(who), javaScriptEnabled });
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await page.getByRole('heading', { name: 'Which Wei Zweistrom?' }).waitFor();
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Follow whom I ticked' }).click();
    await page.getByText('20 new papers in 14 days').waitFor();
    await page.goto('/venues/Zweistrom%20Letters');
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await page.getByRole('button', { name: 'Following' }).waitFor();
    await page.goto('/following');
    await page.getByText('40 new papers in 14 days').waitFor();
    await page.getByRole('button', { name: 'Stop following Zweistrom Letters' }).click();
    await page.getByText('20 new papers in 14 days').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('what was shown is not shown again after “I have caught up”', async () => {
    const who = await signedIn(site, { handle: `caught-${javaScriptEnabled}` });
    const { page, errors } = await open('/catch-up', { ...by(who), javaScriptEnabled });
    await page.getByText(/The 30 best of \d+ since the last week/).waitFor();
    await page.getByRole('button', { name: 'I have caught up' }).click();
    await page.getByText('You have caught up.').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

it('the pages meet WCAG 2.2 AA, in the light on a desk and in the dark on a phone', async () => {
  const who = await signedIn(site, { handle: 'seen' });
  const send = (path: string, fields: Record<string, string>) =>
    fetch(site.url + path, {
      method: 'POST',
      headers: { ...who.headers, accept: 'text/html' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  await send('/rules?/add', { kind: 'phrase', value: 'part 7' });
  await send('/rules?/add', { kind: 'expression', value: String.raw`\bpart 1\d\b`, until: '2026-12-31' });
  await send('/following?/add', { kind: 'venue', value: 'Zweistrom Letters' });
  await send('/following/authors/wei-zweistrom', { who: 'all' });
  await send('/private-addresses?/make', { view: '/following', label: 'For my reader' });
  for (const path of [
    '/rules',
    '/rules?kind=phrase&value=photographs',
    '/rules?kind=expression&value=(a',
    '/following',
    '/following/authors/wei-zweistrom',
    '/catch-up',
    '/private-addresses?view=/nowhere',
    '/day/2026-08-20?hidden=show',
    '/venues/Zweistrom%20Letters',
    '/papers/2608.19758',
  ])
    await expectAccessible(await open(path, { ...checked, ...by(who) }));
});
