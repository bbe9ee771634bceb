import { HfFsPaperProvider } from '@llmindset/hf-mcp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

/**
 * The Hugging Face API, asked by a client that nobody here wrote: the papers part of Hugging Face's own MCP server, as it
 * is published. It asks for https://huggingface.co alone; those requests are led to this site, unchanged.
 */
const site = inject('siteUrl');
const outside = globalThis.fetch;
const asked: string[] = [];

beforeAll(() => {
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    expect(url.origin).toBe('https://huggingface.co');
    asked.push(url.pathname);
    return outside(new URL(url.pathname + url.search, site), init);
  };
});
afterAll(() => {
  globalThis.fetch = outside;
});

interface Entry {
  type: string;
  name: string;
  uri: string;
  title?: string;
}

interface Listing {
  entries: Entry[];
  truncated?: boolean;
}

const client = new HfFsPaperProvider();
const list = (uri: string, more: object = {}) =>
  client.run({ op: 'ls', uri, ...more }) as unknown as Promise<Listing>;

test('it lists a day', async () => {
  const { entries } = await list('hf://papers/daily/2026/08/19');
  const day = (await (await outside(`${site}/api/daily_papers?date=2026-08-19`)).json()) as unknown[];
  expect(entries).toHaveLength(day.length);
  expect(entries.every(({ type, title }) => type === 'paper' && title)).toBe(true);
});

test('it lists what is trending, and sees that there is more', async () => {
  const { entries, truncated } = await list('hf://papers/trending', { limit: 7 });
  expect(entries).toHaveLength(7);
  expect(truncated).toBe(true);
});

test('it lists the newest papers', async () => {
  const { entries } = await list('hf://papers', { entry_type: 'paper' });
  expect(entries.filter(({ type }) => type === 'paper')).toHaveLength(10);
});

test('it searches', async () => {
  const found = (await client.run({
    op: 'search',
    uri: 'hf://papers',
    query: 'FlashPrefill attention',
  })) as unknown as Listing;
  expect(found.entries[0]?.title).toMatch(/FlashPrefill/);
});

test('it reads a paper as metadata and as Markdown, and knows what is not there', async () => {
  const uri = 'hf://papers/2608.19758';
  expect(await client.run({ op: 'stat', uri })).toMatchObject({ exists: true, type: 'paper' });
  const metadata = (await client.run({ op: 'cat', uri: `${uri}/metadata.json` })) as { content?: string };
  expect(JSON.parse(metadata.content ?? '')).toMatchObject({ id: '2608.19758' });
  const text = (await client.run({ op: 'cat', uri: `${uri}/paper.md` })) as { content?: string };
  expect(text.content).toMatch(/^# FlashPrefill/);
  expect(await client.run({ op: 'stat', uri: 'hf://papers/2608.99999' })).toMatchObject({ exists: false });
});

test('it finds the models, data sets and demos that belong to a paper', async () => {
  const { entries } = await list('hf://papers/2608.19758/models');
  expect(entries).toEqual([]);
  expect(asked).toContain('/api/arxiv/2608.19758/repos');
});
