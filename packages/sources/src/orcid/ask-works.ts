import { z } from 'zod';
import type { HttpClient } from '../http/http-client.ts';
import type { Etiquette } from '../source.ts';

/**
 * ORCID's public API allows anonymous reading, a dozen requests a second; readers' records are asked for one a second.
 * Source: https://info.orcid.org/documentation/api-tutorials/api-tutorial-read-data-on-a-record/
 */
export const orcidEtiquette: Etiquette = {
  scope: 'orcid',
  interval: 1000,
  perDay: null,
  rule: 'A few requests a second from one address.',
  terms: 'https://info.orcid.org/public-client-terms-of-service/',
};

const Name = z.object({
  'given-names': z.object({ value: z.string().max(200) }).nullish(),
  'family-name': z.object({ value: z.string().max(200) }).nullish(),
  'credit-name': z.object({ value: z.string().max(200) }).nullish(),
});
const Person = z.object({ name: Name.nullish() });

/** What somebody has put into their ORCID record for all to see. */
export interface OrcidWorks {
  /** As they are called there; null where they do not say. */
  name: string | null;
  /** The answer of `/v3.0/{id}/works`, as it came. */
  works: unknown;
}

/**
 * Asks ORCID for the works of a person, and what they are called.
 * @param orcid `0000-0002-1825-0097`. @param baseUrl `https://pub.orcid.org` but in tests.
 * @returns null where there is no such record, or it is not to be seen.
 * @throws SourceError as the client throws it.
 */
export async function askOrcidWorks(
  http: HttpClient,
  { baseUrl, orcid }: { baseUrl: string; orcid: string },
): Promise<OrcidWorks | null> {
  const ask = (part: string) =>
    http.request(`${baseUrl.replace(/\/$/, '')}/v3.0/${encodeURIComponent(orcid)}/${part}`, {
      headers: { accept: 'application/json' },
      expect: 'json',
      statuses: [404, 409, 410],
      limit: 16 * 2 ** 20,
    });
  const works = await ask('works');
  if (works.status !== 200) return null;
  const person = await ask('person');
  const read = person.status === 200 ? Person.safeParse(await person.json()).data : undefined;
  const name = read?.name;
  const called =
    name?.['credit-name']?.value ||
    [name?.['given-names']?.value, name?.['family-name']?.value].filter(Boolean).join(' ');
  return { name: called || null, works: await works.json() };
}
