import { importLibrary, may, readOrcidWorks, type LibraryImport, type Member } from '@broadsheet/people';
import { askOrcidWorks, createHttpClient, orcidEtiquette, SourceError, userAgent } from '@broadsheet/sources';
import { now } from '../clock.ts';
import { library } from '../library.ts';

/** Another address is for tests and for ORCID's sandbox. */
const baseUrl = () => process.env['ORCID_API_URL'] ?? 'https://pub.orcid.org';

/** `0000-0002-1825-0097`, with or without its address; null where it is none or its check digit is wrong (ISO 7064, MOD 11-2). */
export function readOrcid(text: string): string | null {
  const id = /^(?:https?:\/\/orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/.exec(text.trim())?.[1];
  if (id === undefined) return null;
  const digits = id.replaceAll('-', '');
  const total = [...digits.slice(0, 15)].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return digits.at(15) === (check === 10 ? 'X' : String(check)) ? id : null;
}

/** Takes the works of an ORCID record into a member's library. @returns the report, or what went wrong, for people. */
export async function importFromOrcid(
  member: Member,
  orcid: string,
  addTags: readonly string[],
): Promise<LibraryImport | string> {
  const http = createHttpClient({
    store: library(),
    etiquette: orcidEtiquette,
    userAgent: userAgent({ site: process.env['SITE_URL'] ?? null, contact: null }),
    allowLoopback: process.env['BROADSHEET_ALLOW_LOOPBACK'] === '1',
    retries: { tries: 2, firstPause: 500, patience: 8_000 },
    timeouts: { connect: 5_000, headers: 10_000, idle: 5_000, total: 15_000 },
  });
  try {
    const found = await askOrcidWorks(http, { baseUrl: baseUrl(), orcid });
    if (found === null) return `ORCID knows no public record ${orcid}.`;
    return await importLibrary(library(), member.id, readOrcidWorks(found.works, found.name), {
      mayAdd: may(member, 'submit papers'),
      addTags,
      now: now(),
    });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return `ORCID could not be read: ${error.message} Try again later.`;
  } finally {
    await http.close();
  }
}
