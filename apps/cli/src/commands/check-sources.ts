import type { Store } from '@broadsheet/papers';
import { createHttpClient, SourceError, userAgent, type ChosenSource } from '@broadsheet/sources';
import { chosenSources, networkRules } from '../settings.ts';
import type { Finding } from './doctor.ts';

/** Any answer will do: what is asked is only whether somebody is there. */
const answers = [
  301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 422, 429, 500, 501, 503,
];

/** Asks each source that is on once, politely, and explains what keeps it from answering. */
export async function checkSources(store: Store): Promise<Finding[]> {
  let settings;
  try {
    settings = await chosenSources();
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    return [{ check: 'sources', state: 'fail', says: message, ...(hint ? { remedy: hint } : {}) }];
  }
  if (settings.chosen.length === 0) {
    return [
      {
        check: 'sources',
        state: 'ok',
        says: 'none is on: papers come from files alone. `broadsheet sources` lists them',
      },
    ];
  }
  const findings: Finding[] = [];
  for (const chosen of settings.chosen) findings.push(await reach(store, chosen, settings.contact));
  return findings;
}

async function reach(
  store: Store,
  { source, options }: ChosenSource,
  contact: string | null,
): Promise<Finding> {
  const check = source.name;
  const address = addressOf(options);
  if (address === null) return { check, state: 'warn', says: 'nothing to ask: no feed is set' };
  const http = createHttpClient({
    store,
    etiquette: source.etiquetteFor?.(options) ?? source.etiquette,
    userAgent: userAgent({ site: process.env['SITE_URL'] ?? null, contact }),
    retries: { tries: 1 },
    ...networkRules(),
  });
  try {
    const { status } = await http.request(address, { expect: 'bytes', statuses: answers });
    return { check, state: 'ok', says: `${new URL(address).host} answers (${status})` };
  } catch (error) {
    const remedy = error instanceof SourceError ? error.hint : undefined;
    return { check, state: 'warn', says: (error as Error).message, ...(remedy ? { remedy } : {}) };
  } finally {
    await http.close();
  }
}

/** The address that a source begins at, by its options. */
function addressOf(options: unknown): string | null {
  const { baseUrl, feeds } = options as { baseUrl?: string; feeds?: { url: string }[] };
  return baseUrl ?? feeds?.[0]?.url ?? null;
}
