import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Version of a package that the benchmarks pin; not every package lets its own package.json be read. */
export function pinnedVersion(name: string): string {
  const file = resolve(import.meta.dirname, '../package.json');
  const { devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return devDependencies[name] ?? 'unknown';
}
