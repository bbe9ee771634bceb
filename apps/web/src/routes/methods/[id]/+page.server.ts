import { families, findRow, recipes, rows, stateOf } from '@broadsheet/lab';
import { methods } from '@broadsheet/methods';
import { error } from '@sveltejs/kit';
import { methodPage, methodSource } from '../../../lib/server/lab/method-files.ts';
import { methodsForPage } from '../../../lib/server/lab/methods-for-page.ts';
import { papersOfRows } from '../../../lib/server/lab/papers-of-rows.ts';
import { storedRuns } from '../../../lib/server/lab/stored-runs.ts';
import { library } from '../../../lib/server/library.ts';
import { log } from '../../../lib/server/log/log.ts';
import { renderMarkdown } from '../../../lib/server/render-markdown.ts';
import type { PageServerLoad } from './$types';

/** A row of the first edition: what it is, what has to be shown, what was shown, and what can be run here. */
export const load: PageServerLoad = async ({ params, locals }) => {
  const row = findRow(params.id);
  if (row === undefined) {
    error(404, {
      message: `No method here is called “${params.id.slice(0, 80)}”. All ${rows.length} are listed at /methods.`,
    });
  }
  const [papers, page, source, stored] = await Promise.all([
    papersOfRows(library(), [row]),
    methodPage(row.id),
    methodSource(row.id),
    storedRuns(row.id).catch((error: unknown) => {
      log.error({ requestId: locals.requestId, err: error }, 'stored runs cannot be read');
      return 'unreadable' as const;
    }),
  ]);
  const runnable = methodsForPage();
  const recipe = recipes.find(({ id }) => id === row.id);
  const method = runnable.find(({ id }) => id === row.id) ?? null;
  const by = methods.find(({ id }) => id === row.id)?.source;
  const at = rows.indexOf(row);
  const beside = (index: number) => {
    const other = rows[index];
    return other === undefined ? null : { id: other.id, name: other.name };
  };
  return {
    row,
    family: families[row.family],
    state: stateOf(row),
    paper: papers.get(row.id) ?? null,
    by: by === undefined ? null : { authors: by.authors, year: by.year },
    pageHtml: page === null ? null : renderMarkdown(page),
    source,
    stored,
    recipe: recipe === undefined ? null : { claim: recipe.claim, budget: recipe.budget },
    method,
    others: method === null ? [] : runnable.filter(({ id }) => id !== row.id),
    previous: beside(at - 1),
    next: beside(at + 1),
  };
};
