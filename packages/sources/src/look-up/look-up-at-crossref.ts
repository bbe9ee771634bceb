import { fields, type ReadItem } from '@broadsheet/papers';
import { readWork } from '../crossref/work.ts';
import type { HttpClient } from '../http/http-client.ts';

/** Asks Crossref for one work. Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/ */
export async function lookUpAtCrossref(
  http: HttpClient,
  { baseUrl, mailto }: { baseUrl: string; mailto?: string | undefined },
  doi: string,
): Promise<ReadItem | null> {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/works/${encodeURIComponent(doi)}`);
  if (mailto !== undefined) url.search = new URLSearchParams({ mailto }).toString();
  const answer = await http.request(url, { expect: 'json', statuses: [404] });
  if (answer.status === 404) return null;
  const body = await answer.json();
  return fields.isRow(body) ? readWork(doi, body['message']) : null;
}
