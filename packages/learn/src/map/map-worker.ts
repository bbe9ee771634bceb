// Draws maps one after the other, in a thread of its own: started by MapThread.
import { start } from '@broadsheet/tensor';
import { parentPort } from 'node:worker_threads';
import { mapPapers, type MapRequest, type PaperMap } from './map-papers.ts';

/** What the thread is asked, and what it answers. */
export interface MapQuestion {
  readonly number: number;
  readonly request: MapRequest;
}
export type MapAnswer = { readonly number: number } & (
  { readonly map: PaperMap } | { readonly trouble: string }
);

const engine = start();

parentPort?.on('message', ({ number, request }: MapQuestion) => {
  const answer = (answered: MapAnswer): void => parentPort?.postMessage(answered);
  engine
    .then(() => mapPapers(request))
    .then(
      (map) => answer({ number, map }),
      (error: unknown) => answer({ number, trouble: error instanceof Error ? error.message : String(error) }),
    );
});
