import { codeToAsk, noteAsked, papersToAsk, type Store } from '@broadsheet/papers';
import type { PaperToAsk, Run, Source } from '@broadsheet/sources';
import type { VirtualClock } from '../replay/virtual-clock.ts';
import { clientFor } from './polite-store.ts';
import type { RunResult, RunSetting } from './run-source.ts';

/** A paper that is here, for sources that ask about papers. */
export interface KnownPaper {
  paperId: number;
  title: string;
  announcedOn?: string;
  names?: readonly PaperToAsk['identity'][];
  /** Addresses of its code. */
  code?: readonly string[];
}

/** Who was asked about when, as the program keeps it for one source. */
export interface AskingBook {
  papersToAsk: Run<unknown>['papersToAsk'];
  codeToAsk: Run<unknown>['codeToAsk'];
  note(asked: readonly { paperId: number; known: boolean }[], at: Date): void | Promise<void>;
}

/** A book about papers that are only made up. */
export interface MadeUpBook extends AskingBook {
  /** Paper → whether the source knew it, by the last answer. */
  known: ReadonlyMap<number, boolean>;
}

/** The program's own book. */
export function bookOf(store: Store, source: string): AskingBook {
  return {
    papersToAsk: (request) => papersToAsk(store, source, request),
    codeToAsk: (request) => codeToAsk(store, source, request),
    note: (asked, at) => noteAsked(store, source, asked, at),
  };
}

export function askingBook(papers: readonly KnownPaper[]): MadeUpBook {
  const askedAt = new Map<number, Date>();
  const known = new Map<number, boolean>();
  const due = (before: Date) =>
    papers.filter(({ paperId }) => (askedAt.get(paperId)?.getTime() ?? -Infinity) < before.getTime());
  return {
    papersToAsk: async ({ scheme, before, limit, announcedSince = '' }) =>
      due(before)
        .filter(({ announcedOn = '' }) => announcedOn >= announcedSince)
        .flatMap(({ paperId, title, names = [] }) =>
          names
            .filter((name) => name.scheme === scheme)
            .map((identity) => ({ paperId, title, identity, value: identity.value })),
        )
        .slice(0, limit),
    codeToAsk: async ({ host, before, limit }) =>
      due(before)
        .flatMap(({ paperId, title, names: [identity] = [], code = [] }) =>
          identity === undefined
            ? []
            : code
                .filter((address) => URL.parse(address)?.hostname.endsWith(host))
                .map((value) => ({ paperId, title, identity, value })),
        )
        .slice(0, limit),
    note(asked, at) {
      for (const one of asked) {
        askedAt.set(one.paperId, at);
        known.set(one.paperId, one.known);
      }
    },
    known,
  };
}

/** Runs a source once that asks about papers; see `runSource`. */
export async function runAsking<Options>(
  source: Source<Options>,
  book: AskingBook,
  setting: Pick<RunSetting, 'options' | 'cursor' | 'signal' | 'take'> & { store: Store; clock: VirtualClock },
): Promise<RunResult> {
  const { store, clock, cursor = null, take } = setting;
  const signal = setting.signal ?? new AbortController().signal;
  const options = source.options.parse(setting.options);
  const etiquette = source.etiquetteFor?.(options) ?? source.etiquette;
  const http = clientFor({ etiquette }, { store, clock, signal });
  const result: RunResult = { steps: [], cursor, error: null };
  try {
    const run = { options, cursor, http, signal, now: () => clock.now(), ...book };
    for await (const step of source.gather(run)) {
      await take?.(step);
      await book.note(step.asked ?? [], clock.now());
      result.steps.push(step);
      result.cursor = JSON.parse(JSON.stringify(step.cursor)) as RunResult['cursor'];
    }
  } catch (error) {
    result.error = error;
  } finally {
    await http.close();
  }
  return result;
}
