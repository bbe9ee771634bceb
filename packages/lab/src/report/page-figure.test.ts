import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { recordsFolder } from '../records/committed.ts';
import { recipes } from '../recipes/recipes.ts';
import { recipeSummary, type RecipeSummary } from '../recipes/summary.ts';
import { pageFigure, withFigure } from './page-figure.ts';

const summary: RecipeSummary = {
  version: 1,
  row: 1,
  id: 'simclr',
  claim: { theirs: '', ours: '' },
  metric: 'linearProbe',
  budget: { minutes: 1, on: '2 cores' },
  arms: [
    {
      name: 'simclr',
      label: 'SimCLR',
      baseline: false,
      seeds: [1, 2, 3],
      metrics: { linearProbe: { n: 3, mean: 0.5, deviation: 0.01 } },
    },
    {
      name: 'raw',
      label: 'raw pixels',
      baseline: true,
      seeds: [1],
      metrics: { linearProbe: { n: 1, mean: 0.4, deviation: null } },
    },
    { name: 'missing', label: 'missing', baseline: true, seeds: [], metrics: {} },
  ],
  expectations: [],
  complete: true,
  shows: true,
  seconds: 1,
  newest: '2026-01-02T03:04:05.000Z',
};

test('a row’s figure is a sentence with every arm that has one', () => {
  expect(pageFigure(summary)).toBe(
    'linear probe: SimCLR 50.0 ± 1.0 % (3 seeds); raw pixels 40.0 % (1 seed). 2026-01-02: the claim shows.',
  );
  expect(pageFigure({ ...summary, shows: false })).toContain('the claim does not show');
  expect(pageFigure({ ...summary, complete: false })).toContain('not all runs are made yet');
  expect(pageFigure({ ...summary, arms: [] })).toBe('none recorded yet.');
});

test('it stands behind its mark alone, and is written anew', () => {
  const page = '# SimCLR\n\nOurs: <!-- figure simclr --> old.\n\nOther: <!-- figure amcl --> theirs.\n';
  const once = withFigure(page, summary);
  expect(once).toBe(
    `# SimCLR\n\nOurs: <!-- figure simclr --> ${pageFigure(summary)}\n\nOther: <!-- figure amcl --> theirs.\n`,
  );
  expect(withFigure(once, summary)).toBe(once);
});

test('the pages of methods show the records’ figures (else: npm run figures)', () => {
  const pages = fileURLToPath(new URL('../../../methods/pages', import.meta.url));
  for (const { id } of recipes) {
    const page = readFileSync(join(pages, `${id}.md`), 'utf8');
    expect(page, id).toContain(`<!-- figure ${id} -->`);
    let text: string;
    try {
      text = readFileSync(join(recordsFolder, id, 'summary.json'), 'utf8');
    } catch {
      expect(page, id).toContain(`<!-- figure ${id} --> none recorded yet.`);
      continue;
    }
    expect(page, id).toBe(withFigure(page, recipeSummary.parse(JSON.parse(text))));
  }
});
