import { MapUnavailable } from '@broadsheet/learn';
import { activeEncoder } from '@broadsheet/papers';
import { frame, type MapPaper } from '../../map/map-data.ts';
import { askedPapers } from '../map/asked-papers.ts';
import { mapOfPapers } from '../map/map-of-papers.ts';
import { hiding } from './hiding.ts';
import type { map } from './map-operation.ts';
import type { Answerer } from './operation.ts';
import { ApiProblem } from './problem.ts';

export const answerMap: Answerer<typeof map> = async ({ query }, asking) => {
  const { store, now, encoder: inUse, url } = asking;
  const { hide } = await hiding(asking);
  const asked = await askedPapers(store, query.of, now, inUse, hide);
  if (asked === null) {
    const remedy = 'Give the address of a list, such as /week/2026-W11.';
    throw new ApiProblem(404, 'List not found', `There is no such list here. ${remedy}`, [
      { field: 'of', remedy },
    ]);
  }
  const encoder = await activeEncoder(store);
  if (encoder === null)
    throw new ApiProblem(
      503,
      'No encoder is in use',
      'Papers are placed by the vectors of an encoder, and none is in use. The operator trains one by `broadsheet learn`.',
    );
  const drawn = await mapOfPapers(store, encoder, asked.papers).catch((trouble: unknown) => {
    if (trouble instanceof MapUnavailable) throw new ApiProblem(503, 'No map just now', trouble.message);
    throw trouble;
  });
  const describe = ({ key, title, authors }: MapPaper) => ({
    key,
    url: `${url.origin}/papers/${key}`,
    title,
    authors,
  });
  return {
    body: {
      of: asked.path,
      title: asked.title,
      total: asked.total,
      encoder: { id: encoder.id, name: encoder.name },
      frame,
      topics: drawn.topics.map(({ words, papers }) => ({ words: [...words], papers })),
      points: drawn.points.map((point) => ({
        ...describe(point),
        x: point.x,
        y: point.y,
        topic: point.topic,
      })),
      without: drawn.without.map(describe),
    },
  };
};
