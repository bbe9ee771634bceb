import { z } from 'zod';
import { defineOperation } from './operation.ts';
import { words } from './parameters.ts';

const MapPaper = z.object({
  key: z.string(),
  url: z.url().describe('Its page.'),
  title: z.string(),
  authors: z.string().describe('The first three, and how many others there are.'),
});

const PapersMap = z
  .object({
    of: z.string().describe('Address of the list.'),
    title: z.string(),
    total: z.number().int().describe('Papers of the list; the map has the first ones.'),
    encoder: z.object({ id: z.number().int(), name: z.string() }).describe('Whose vectors place the papers.'),
    frame: z
      .object({ width: z.number(), height: z.number() })
      .describe('What places are measured in; y goes downwards.'),
    topics: z
      .array(
        z.object({
          words: z.array(z.string()).describe('Its most telling words, the first the most. May be none.'),
          papers: z.number().int(),
        }),
      )
      .describe('Those with most papers first.'),
    points: z
      .array(
        MapPaper.extend({
          x: z.number(),
          y: z.number(),
          topic: z.number().int().describe('Place of its topic in `topics`, from 0.'),
        }),
      )
      .describe('Topic by topic.'),
    without: z.array(MapPaper).describe('Papers that the encoder has not read yet.'),
  })
  .meta({ id: 'PapersMap' });

export const map = defineOperation({
  id: 'v1Map',
  surface: 'v1',
  path: '/api/v1/map',
  summary: 'A map of the papers of a list',
  description:
    'Papers as points, near each other where they are about similar things, with topics named by their own words. The same ' +
    'papers give the same map. At most 1,500 papers of a list, 360 of a search.',
  params: z.object({}),
  query: z.object({
    of: words(2000).describe(
      'Address of a list: /day/2026-03-10, /week/2026-W11, /month/2026-03, /trending, /categories/cs.LG, /search?q=diffusion …',
    ),
  }),
  answer: PapersMap,
  example: { of: '/trending' },
  errors: {
    400: 'A parameter does not fit; `errors` names each and what to send instead.',
    404: 'There is no such list.',
    503: 'No encoder is in use, or too many maps are asked for; `detail` says which.',
  },
});
