import { sha256 } from '../data/sha256.ts';

/** The first 16 hexadecimal digits of the SHA-256 of a value as JSON with its names in order: the same plan, the same hash. */
export async function planHash(plan: object): Promise<string> {
  return (await sha256(canonicalJson(plan))).slice(0, 16);
}

/** JSON whose names are sorted, so that it does not matter in which order somebody wrote them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}
