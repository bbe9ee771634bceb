import { z } from 'zod';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import type { Server } from './preprint.ts';

/** Rows of a listing, from an offset on. */
export interface DetailsPage {
  rows: unknown[];
  /** Of the whole listing; null where the service does not say. Every version of a preprint is a row. */
  total: number | null;
}

const Envelope = z.object({
  messages: z.array(
    z.object({ status: z.string(), total: z.coerce.number().int().optional().catch(undefined) }),
  ),
  collection: z.array(z.unknown()).default([]),
});

/** How the service words that it has nothing, with status 200. */
const nothing = /no (posts|articles|papers)? ?found/i;

/**
 * A page of what was posted on a day: `/details/{server}/{from}/{to}/{offset}/json`. Pages hold as many rows as the
 * service likes (100 until 2025, 30 since), so the next offset is reckoned from what came.
 * Source: https://api.biorxiv.org
 * @throws SourceError `content` where the answer is none, or tells of an error.
 */
export async function askForDay(
  http: HttpClient,
  baseUrl: string,
  { server, day, offset }: { server: Server; day: string; offset: number },
): Promise<DetailsPage> {
  const url = `${baseUrl.replace(/\/$/, '')}/details/${server}/${day}/${day}/${offset}/json`;
  const answer = await http.request(url, { expect: 'json' });
  const parsed = Envelope.safeParse(await answer.json());
  const [message] = parsed.data?.messages ?? [];
  if (!parsed.success || message === undefined) {
    throw new SourceError(
      'content',
      `${new URL(url).host} answered with something that is no list of preprints.`,
      'Usually this passes; the next run asks again. If it stays, look at https://api.biorxiv.org.',
      { status: answer.status },
    );
  }
  if (nothing.test(message.status)) return { rows: [], total: 0 };
  if (message.status !== 'ok') {
    throw new SourceError(
      'content',
      `${new URL(url).host} answered with an error: ${message.status.slice(0, 200)}`,
      'The next run asks again. If it stays, look at https://api.biorxiv.org.',
      { status: answer.status },
    );
  }
  return { rows: parsed.data.collection, total: message.total ?? null };
}
