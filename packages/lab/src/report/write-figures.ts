// Writes the figures of packages/lab/records into the pages of their methods: npm run figures
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSummaries } from '../records/committed.ts';
import { withFigure } from './page-figure.ts';

const pages = fileURLToPath(new URL('../../../methods/pages', import.meta.url));

for (const summary of readSummaries()) {
  const path = join(pages, `${summary.id}.md`);
  await writeFile(path, withFigure(await readFile(path, 'utf8'), summary));
}
