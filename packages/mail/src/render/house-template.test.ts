import type { PaperSummary } from '@broadsheet/papers';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it, test } from 'vitest';
import type { Digest, DigestLinks } from '../digest/digest.ts';
import { MailTheme } from '../settings/theme.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { describePlan } from './describe-plan.ts';
import { houseTemplate } from './house-template.ts';
import { sampleDigest, sampleLinks, samplePaper } from './sample-digest.ts';
import type { Drawn } from './template.ts';

const theme = MailTheme.parse({ footer: 'Made by <readers>.', postalAddress: '1 Paper Street\nBerlin' });
const preview: DigestLinks = {
  ...sampleLinks,
  issue: null,
  manage: null,
  unsubscribe: null,
  paperActions: null,
};
const plan: SubscriptionPlan = {
  wish: { kind: 'trending' },
  cadence: { frequency: 'weekdays', weekday: 1, hour: 7, timeZone: 'Europe/Berlin' },
  count: 10,
  length: 'short',
};

function digestOf(papers: Partial<PaperSummary>[], known: Partial<Digest> = {}): Digest {
  const entries = papers.map((paper, index) => ({ paper: samplePaper(index + 1, paper), why: 'trending' }));
  return { ...sampleDigest, entries, ...known };
}

interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

/** The elements of a mail. Mails are well-formed but for the elements that have no end, so strict parsing finds every slip. */
function elementsOf(html: string): Element[] {
  const xml = html
    .replace(/^<!DOCTYPE html>/, '')
    .replace(/<!--\[if mso\]>.*?<!\[endif\]-->/g, '')
    .replace(/<(meta|br|img)([^>]*)>/g, '<$1$2/>');
  const found: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, text: '' };
    found.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    for (const element of open) element.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return found;
}

const linksOf = (html: string) =>
  elementsOf(html).flatMap(({ name, attributes, text }) =>
    name === 'a' ? [{ url: attributes['href'] ?? '', text, label: attributes['aria-label'] ?? text }] : [],
  );

/** What holds for every mail. */
function expectSound({ subject, html, text }: Drawn): void {
  expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  expect(subject.length).toBeLessThanOrEqual(110);
  const elements = elementsOf(html);
  const allowed =
    /^(?:html|head|meta|title|style|body|div|header|main|footer|h1|h2|p|a|table|tr|td|br|img|i|b|u|s|sub|sup|code|span|bdi)$/;
  for (const { name, attributes } of elements) {
    expect(name).toMatch(allowed);
    expect(Object.keys(attributes).filter((key) => key.startsWith('on'))).toEqual([]);
    if (name === 'table') expect(attributes['role']).toBe('presentation');
  }
  expect(elements.filter(({ name }) => name === 'style')).toHaveLength(1);
  expect(elements.find(({ name }) => name === 'title')?.text).toBe(subject);
  for (const { url, label } of linksOf(html)) {
    expect(url).toMatch(/^https?:\/\//);
    expect(text, 'each address stands in the text too').toContain(url);
    expect(label.trim()).not.toBe('');
  }
  const size = Buffer.byteLength(html);
  expect(size).toBeLessThanOrEqual(95_000);
  expect(size + Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
}

describe('a digest', () => {
  const drawn = houseTemplate.digest(sampleDigest, sampleLinks, theme);

  it('says what it is, for whom and how to leave, in both parts', () => {
    expectSound(drawn);
    expect(drawn.subject).toBe(
      'Trending papers · 2 papers · top: Rates of 𝒪(n^(−1/2)) for <tags> & "quotes"',
    );
    const shown = elementsOf(drawn.html).find(({ name }) => name === 'body')?.text ?? '';
    for (const part of [shown.replace(/\s+/g, ' '), drawn.text.replace(/\s+/g, ' ')])
      for (const said of [
        'Trending papers',
        'Wednesday, March 4, 2026',
        '2 papers announced from Monday, March 2 to Tuesday, March 3, 2026',
        'Tuesday, March 3 was not all here when this was sent: 37 papers so far, where about 120 are usual.',
        'Ada Lovelace, Emmy Noether',
        'If a < b & b > c, nothing else does.',
        'Why: trending · 12 votes',
        'למידה עצמית של ייצוגים',
        '28 more papers of these days',
        'You get this because you subscribed to “Trending papers” at Broadsheet.',
        'Unsubscribe from “Trending papers”',
        'Made by <readers>.',
        '1 Paper Street',
      ])
        expect(part).toContain(said);
    expect(linksOf(drawn.html).map(({ url }) => url)).toEqual(
      expect.arrayContaining([
        'https://papers.example.org/papers/2603.00001',
        'https://arxiv.org/pdf/2603.00001',
        'https://arxiv.org/abs/2603.00001',
        'https://code.example/rates',
        'https://papers.example.org/subscriptions/sample/papers/2603.00001',
        'https://papers.example.org/trending',
        'https://papers.example.org/issues/sample',
        'https://papers.example.org/subscriptions/sample',
        'https://papers.example.org/unsubscribe/sample',
      ]),
    );
  });

  it('has links that differ where their targets do', () => {
    const labels = new Map<string, string>();
    for (const { label, url } of linksOf(drawn.html)) {
      expect(labels.get(label) ?? url).toBe(url);
      labels.set(label, url);
    }
  });

  it('is readable in the dark, in Outlook and on a phone, and asks nothing from anywhere', () => {
    expect(drawn.html).toContain('<html lang="en">');
    expect(drawn.html).toContain('<meta name="color-scheme" content="light dark">');
    expect(drawn.html).toContain('<meta name="supported-color-schemes" content="light dark">');
    expect(drawn.html).toContain('@media (prefers-color-scheme:dark)');
    expect(drawn.html).toContain('[data-ogsc]');
    expect(drawn.html).not.toMatch(/#000\b|#fff\b|#000000|#ffffff/i);
    expect(drawn.html).not.toMatch(/<img|<script|<link|url\(|@import/);
    const directions = elementsOf(drawn.html).filter(({ name }) => name === 'h2');
    for (const { attributes } of directions) expect(attributes['dir']).toBe('auto');
  });

  it('shows the logo, with its text, where the operator has one', () => {
    const withLogo = { ...theme, name: 'Papers & "Co"', logo: 'https://papers.example.org/logo.png' };
    const { html } = houseTemplate.digest(sampleDigest, sampleLinks, withLogo);
    const [image, ...others] = elementsOf(html).filter(({ name }) => name === 'img');
    expect(image?.attributes).toMatchObject({ src: withLogo.logo, alt: withLogo.name, height: '40' });
    expect(others).toEqual([]);
  });

  it('leaves out what nobody can manage in a preview', () => {
    const shown = houseTemplate.digest(sampleDigest, preview, theme);
    expectSound(shown);
    expect(shown.html).not.toMatch(/unsubscribe|Save or mute|subscriptions\//i);
    expect(shown.text).not.toMatch(/unsubscribe|Save or mute|null/i);
  });

  it('counts one paper as one', () => {
    const one = houseTemplate.digest(
      digestOf([{ title: 'Only this' }], {
        from: '2026-03-03',
        more: 1,
        partial: [{ day: '2026-03-03', count: 1, usual: null }],
      }),
      sampleLinks,
      theme,
    );
    expect(one.subject).toBe('Trending papers · 1 paper · top: Only this');
    expect(one.text).toContain('1 paper announced on Tuesday, March 3, 2026');
    expect(one.text.replace(/\s+/g, ' ')).toContain('was not all here when this was sent: 1 paper so far.');
    expect(one.text).toContain('1 more paper of these days');
  });

  it('has a subject of one line, whatever titles hold', () => {
    const title =
      'Nice\r\nBcc: all@example.org\u2028\u0000 \u202Eand then a title that goes on for ever and ever, and on';
    const drawnWith = houseTemplate.digest(
      digestOf([{ title }], { title: `Search: ${title.repeat(9)}` }),
      sampleLinks,
      theme,
    );
    expectSound(drawnWith);
    expect(drawnWith.subject).toMatch(
      /^Search: Nice Bcc: .*… · 1 paper · top: Nice Bcc: all@example\.org and .*…$/,
    );
  });

  it('shortens abstracts where that was asked for', () => {
    const abstract = 'A sentence of eight words stands right here. '.repeat(40).trim();
    const whole = houseTemplate.digest(digestOf([{ abstract }], { length: 'full' }), sampleLinks, theme);
    const short = houseTemplate.digest(digestOf([{ abstract }], { length: 'short' }), sampleLinks, theme);
    const sentences = ({ html }: Drawn) => html.split('A sentence of').length - 1;
    expect(sentences(whole)).toBe(40);
    expect(sentences(short)).toBe(6);
    expect(short.html).toContain('right here. …</p>');
  });

  it('keeps every paper of fifty, with shorter abstracts where whole ones are too much', () => {
    const abstract =
      'Self-supervised “learning” of représentations & more, with $x_i^2 < \\epsilon$, is studied. '.repeat(
        30,
      );
    const papers = Array.from({ length: 50 }, (_, index) => ({
      title: `A title of common length about paper number ${index} and what is in it`,
      abstract,
      authors: Array.from({ length: 12 }, (__, author) => ({ name: `Given Familyname ${author}` })),
      links: [{ kind: 'code' as const, url: `https://code.example/some-lab/a-repository-${index}` }],
    }));
    const full = houseTemplate.digest(digestOf(papers, { length: 'full' }), sampleLinks, theme);
    expectSound(full);
    expect(full.html.split('<h2').length - 1).toBe(50);
    expect(full.text).toContain('50. A title of common length about paper number 49');
    expect(full.html.split('Self-supervised').length - 1).toBeGreaterThan(20);
    const fewer = papers.slice(0, 30);
    const thirty = houseTemplate.digest(digestOf(fewer, { length: 'full' }), sampleLinks, theme);
    expectSound(thirty);
    expect(thirty.html.split('Self-supervised').length - 1).toBeGreaterThanOrEqual(30 * 2);
    const ten = houseTemplate.digest(digestOf(papers.slice(0, 10), { length: 'full' }), sampleLinks, theme);
    expect(ten.html.split('Self-supervised').length - 1).toBeGreaterThan(100);
  });

  it('links to the web where even the papers’ names are too much', () => {
    const papers = Array.from({ length: 50 }, (_, index) => ({
      title: `${index} ${'“Ünïcödé” & '.repeat(60)}`,
      authors: Array.from({ length: 500 }, (__, author) => ({ name: `${'é&'.repeat(60)} ${author}` })),
      abstract: '<b>'.repeat(2000),
      links: [{ kind: 'code' as const, url: `https://code.example/${'a&'.repeat(200)}` }],
    }));
    const drawnWith = houseTemplate.digest(digestOf(papers), sampleLinks, theme);
    expectSound(drawnWith);
    const shown = drawnWith.html.split('<h2').length - 1;
    expect(shown).toBeGreaterThan(10);
    expect(drawnWith.text).toContain(
      `Read ${50 - shown} more papers of this digest on the web:\n${sampleLinks.issue}`,
    );
  });

  it('names eight of five hundred authors', () => {
    const authors = Array.from({ length: 500 }, (_, index) => ({ name: `Author ${index}` }));
    const { html, text } = houseTemplate.digest(digestOf([{ authors }]), sampleLinks, theme);
    expect(html).toContain('Author 7 and 492 more');
    expect(text).toContain('Author 7 and 492 more');
    expect(html).not.toContain('Author 8');
    const nine = houseTemplate.digest(digestOf([{ authors: authors.slice(0, 9) }]), sampleLinks, theme);
    expect(nine.text).toContain('Author 8');
  });

  it('links to nothing but web addresses', () => {
    const links = [
      { kind: 'pdf' as const, url: 'javascript:alert(1)' },
      { kind: 'code' as const, url: 'data:text/html,<script>alert(1)</script>' },
    ];
    expectSound(
      houseTemplate.digest(digestOf([{ links, key: '"><script>', arxivId: null }]), sampleLinks, theme),
    );
    const odd = { kind: 'code' as const, url: 'https://code.example/a\u0000 b"<>\'{|}\n/c?x=1&y=<2>' };
    expectSound(houseTemplate.digest(digestOf([{ links: [odd] }]), sampleLinks, theme));
  });

  it('keeps lines of text short, and Chinese and Japanese lines too', () => {
    const title = '大規模言語モデルのための自己教師あり学習：ブロック疎注意と長文脈推論における効率化'.repeat(
      2,
    );
    const { text } = houseTemplate.digest(
      digestOf([{ title, abstract: 'Words of many kinds, long and short. '.repeat(20) }]),
      sampleLinks,
      theme,
    );
    for (const line of text.split('\n').filter((each) => !each.includes('https://'))) {
      const columns = [...line].reduce(
        (sum, sign) => sum + (sign >= '\u3000' && sign <= '\uffef' ? 2 : 1),
        0,
      );
      expect(columns, line).toBeLessThanOrEqual(76);
    }
    expect(text.replace(/\s/g, '')).toContain(title);
  });

  test('nothing that a source or a subscriber wrote becomes markup', () => {
    const hostile = fc.oneof(
      fc
        .array(
          fc.oneof(
            fc.constantFrom(
              ...[
                '<',
                '>',
                '"',
                "'",
                '&',
                '</style>',
                '</title>',
                '<script>',
                '<!--',
                '-->',
                ']]>',
                '<![endif]-->',
                '$',
                '\\text{',
                '}',
                '\r\n',
                '\u0000',
                '\u202e',
                '\ud800',
                ' ',
              ],
            ),
            fc.string({ unit: 'grapheme', maxLength: 5 }),
          ),
          { maxLength: 20 },
        )
        .map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 6, maxLength: 6 }), (texts) => {
        const [title = '', abstract = '', name = '', why = '', wish = '', url = ''] = texts;
        const digest = digestOf(
          [
            {
              title,
              abstract,
              authors: [{ name }],
              links: [{ kind: 'code', url: `https://x.example/${url}` }],
            },
          ],
          { title: wish },
        );
        digest.entries = digest.entries.map((entry) => ({ ...entry, why }));
        expectSound(houseTemplate.digest(digest, sampleLinks, theme));
        expectSound(
          houseTemplate.confirmation(
            {
              address: `${name}@example.org`,
              plan: { ...plan, wish: { kind: 'search', value: wish.toWellFormed() } },
              expiresAt: new Date('2026-03-06T07:00:00Z'),
            },
            { site: sampleLinks.site, confirm: `${sampleLinks.site}/confirm` },
            theme,
          ),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the mail that asks for a confirmation', () => {
  const confirm = 'https://papers.example.org/subscribe/confirm/abc';
  const ask = (wish: SubscriptionPlan['wish']) =>
    houseTemplate.confirmation(
      { address: 'ada@example.org', plan: { ...plan, wish }, expiresAt: new Date('2026-03-06T07:00:00Z') },
      { site: 'https://papers.example.org', confirm },
      theme,
    );

  it('says who asked for what, until when, and that nothing has to be done', () => {
    const drawn = ask({ kind: 'trending' });
    expectSound(drawn);
    expect(drawn.subject).toBe('Please confirm your subscription to Broadsheet');
    const text = drawn.text.replace(/\s+/g, ' ');
    expect(text).toContain('asked Broadsheet to send this to ada@example.org');
    expect(text).toContain('Trending papers, every weekday at 07:00 (Europe/Berlin), up to 10');
    expect(text).toContain('The link works until Friday, March 6, 2026, 08:00 (Europe/Berlin).');
    expect(text).toContain('do nothing');
    expect(drawn.html).toContain(`href="${confirm}"`);
  });

  it('cannot be made to advertise', () => {
    const value = `Cheap pills at evil.example or https://evil.example/buy ${'now '.repeat(100)}`;
    const { subject, html, text } = ask({ kind: 'search', value });
    for (const part of [subject, html, text]) {
      expect(part).not.toMatch(/evil\.example|https?:\/\/evil/);
      expect(part.split('now').length).toBeLessThan(15);
    }
  });
});

test('the mail with the way to subscriptions says how many there are', () => {
  const manage = 'https://papers.example.org/subscriptions/abc';
  for (const [subscriptions, said] of [
    [0, 'has no subscription'],
    [1, 'has one subscription'],
    [3, 'has 3 subscriptions'],
  ] as const) {
    const drawn = houseTemplate.links(
      { address: 'ada@example.org', subscriptions },
      { site: 'https://papers.example.org', manage },
      theme,
    );
    expectSound(drawn);
    expect(drawn.text.replace(/\s+/g, ' ')).toContain(said);
    expect(linksOf(drawn.html).map(({ url }) => url)).toContain(manage);
  }
});

test('a plan in words', () => {
  const words = (cadence: Partial<SubscriptionPlan['cadence']>) =>
    describePlan({ ...plan, cadence: { ...plan.cadence, ...cadence } });
  expect(words({})).toBe('Trending papers, every weekday at 07:00 (Europe/Berlin), up to 10');
  expect(words({ frequency: 'daily', hour: 0, timeZone: 'America/New_York' })).toBe(
    'Trending papers, every day at 00:00 (America/New York), up to 10',
  );
  expect(words({ frequency: 'weekly', weekday: 7 })).toContain(', every Sunday at ');
  expect(words({ frequency: 'monthly' })).toContain(', on the first of every month at ');
});
