import type { PaperSummary, Store } from '@broadsheet/papers';
import type { MapData, MapPaper, MapPoint } from '../../map/map-data.ts';
import { renderText } from '../render-text.ts';
import { drawnMap, type MapEncoder } from './drawn-maps.ts';
import { fitToFrame } from './fit-to-frame.ts';

/** Authors that are named; the paper's own page names all. */
const mostAuthors = 3;

/**
 * The map of some papers as pages and the API tell it: topics by size, points topic by topic, in a topic in the order given.
 * @throws MapUnavailable where it takes too long or too many are asked for.
 */
export async function mapOfPapers(
  store: Store,
  encoder: MapEncoder,
  papers: readonly PaperSummary[],
): Promise<MapData> {
  const { map, on, without } = await drawnMap(store, encoder, papers);
  const places = fitToFrame(map.points);
  const order = new Map(papers.map(({ id }, place) => [id, place]));
  const topicAt = (i: number): number => map.topicOf[i] ?? 0;
  const placeAt = (i: number): number => order.get(on[i]?.id ?? 0) ?? 0;
  const sorted = on.map((_, i) => i).sort((a, b) => topicAt(a) - topicAt(b) || placeAt(a) - placeAt(b));
  return {
    topics: map.topics,
    points: sorted.map((i): MapPoint => ({
      ...describePaper(on[i] as PaperSummary),
      x: places[i]?.x ?? 0,
      y: places[i]?.y ?? 0,
      topic: topicAt(i),
    })),
    without: without.map(describePaper),
  };
}

function describePaper({ key, title, authors }: PaperSummary): MapPaper {
  const html = renderText(title);
  const others = authors.length - mostAuthors;
  const named = authors.slice(0, mostAuthors).map(({ name }) => name);
  return {
    key,
    title,
    ...(html.includes('<') ? { titleHtml: html } : {}),
    authors: named.join(', ') + (others > 0 ? ` and ${others} more` : ''),
  };
}
