import { readOrcidWorks } from '@broadsheet/people';
import { askOrcidWorks, orcidEtiquette } from '@broadsheet/sources';
import type { Store } from '@broadsheet/papers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { json } from '../replay/json-answer.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock } from '../replay/virtual-clock.ts';
import { clientFor, openPoliteStore } from './polite-store.ts';

const clock = virtualClock('2026-10-15T07:20:00Z');
let store: Store;
let replay: Replay;
let baseUrl: string;
beforeAll(async () => {
  store = await openPoliteStore();
  replay = await startReplay({ clock });
  baseUrl = replay.service('orcid', ({ path, headers }) => {
    if (headers['accept'] !== 'application/json') return json('XML is the default', { status: 406 });
    if (path === '/v3.0/0000-0002-1825-0097/works') return json(works);
    if (path === '/v3.0/0000-0002-1825-0097/person') return json(person);
    return json({ 'response-code': 404 }, { status: 404 });
  });
});
afterAll(async () => {
  await replay.close();
  await store.close();
});

/** In the shape of the public API, version 3.0: two copies of one work, a chapter, and one without a title. */
const works = {
  'last-modified-date': { value: 1700000000000 },
  group: [
    {
      'external-ids': { 'external-id': [] },
      'work-summary': [
        {
          'put-code': 1,
          title: { title: { value: 'Toward a Unified Theory' }, subtitle: null, 'translated-title': null },
          'external-ids': {
            'external-id': [
              {
                'external-id-type': 'doi',
                'external-id-value': '10.1087/20120404',
                'external-id-normalized': { value: '10.1087/20120404', transient: true },
                'external-id-relationship': 'self',
              },
            ],
          },
          type: 'journal-article',
          'publication-date': { year: { value: '2012' }, month: { value: '10' }, day: null },
          'journal-title': { value: 'Journal of Psychoceramics' },
        },
        {
          'put-code': 2,
          title: { title: { value: 'Toward a unified theory' } },
          'external-ids': {
            'external-id': [
              {
                'external-id-type': 'arxiv',
                'external-id-value': 'arXiv:1210.0001',
                'external-id-relationship': 'self',
              },
            ],
          },
        },
      ],
    },
    {
      'work-summary': [
        {
          title: { title: { value: 'A chapter of a book' } },
          'external-ids': {
            'external-id': [
              {
                'external-id-type': 'doi',
                'external-id-value': '10.1000/book',
                'external-id-relationship': 'part-of',
              },
            ],
          },
          'publication-date': null,
          'journal-title': null,
        },
      ],
    },
    { 'work-summary': [{ title: null }] },
  ],
};
const person = {
  name: {
    'given-names': { value: 'Josiah' },
    'family-name': { value: 'Carberry' },
    'credit-name': null,
  },
};

it('gives a person’s works with all names of each, and their author', async () => {
  const http = clientFor({ etiquette: orcidEtiquette }, { store, clock });
  const found = await askOrcidWorks(http, { baseUrl, orcid: '0000-0002-1825-0097' });
  expect(found?.name).toBe('Josiah Carberry');
  const items = [...readOrcidWorks(found?.works, found?.name ?? null)];
  expect(items.map((read) => (read.ok ? read.item.record : read.reject.reason))).toMatchObject([
    {
      title: 'Toward a Unified Theory',
      identities: [
        { scheme: 'doi', value: '10.1087/20120404' },
        { scheme: 'arxiv', value: '1210.0001' },
      ],
      venue: 'Journal of Psychoceramics',
      published: { value: '2012-10', precision: 'month' },
      authors: [{ name: 'Josiah Carberry' }],
    },
    { title: 'A chapter of a book', identities: [] },
    'The work has no title.',
  ]);
  expect(await askOrcidWorks(http, { baseUrl, orcid: '0000-0000-0000-0000' })).toBeNull();
  await http.close();
});
