import type { ReadItem } from '@broadsheet/papers';
import { readQueryPage } from '../arxiv/query-page.ts';
import type { HttpClient } from '../http/http-client.ts';

/** Asks arXiv's query API for one paper. Source: https://info.arxiv.org/help/api/user-manual.html */
export async function lookUpAtArxiv(
  http: HttpClient,
  { baseUrl }: { baseUrl: string },
  id: string,
): Promise<ReadItem | null> {
  const url = new URL(baseUrl);
  url.search = new URLSearchParams({ id_list: id, start: '0', max_results: '1' }).toString();
  // A wrong id comes with status 400, or with 200 and an error: both mean that there is none.
  const { items } = await readQueryPage(await http.request(url, { expect: 'xml', statuses: [400] }));
  return items[0] ?? null;
}
