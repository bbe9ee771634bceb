import { createHash } from 'node:crypto';

/** SHA-256 over files in the order of their names, each with its name and its own checksum: hexadecimal digits. */
export function checksumOfFiles(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): string {
  const whole = createHash('sha256');
  const ordered = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (ordered.length === 1) return checksum(ordered[0]?.bytes ?? new Uint8Array());
  for (const { name, bytes } of ordered) whole.update(`${checksum(bytes)}  ${name}\n`);
  return whole.digest('hex');
}

export function checksum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
