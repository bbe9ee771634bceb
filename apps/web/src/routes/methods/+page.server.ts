import { families, type Family } from '@broadsheet/lab';
import { allRows, choicesOf, filterRows, readRowFilter } from '../../lib/server/lab/filter-rows.ts';
import { papersOfRows } from '../../lib/server/lab/papers-of-rows.ts';
import { library } from '../../lib/server/library.ts';
import type { PageServerLoad } from './$types';

/** The map of the first edition: every row that the filter lets through, by family. */
export const load: PageServerLoad = async ({ url }) => {
  const all = allRows();
  const filter = readRowFilter(url.searchParams);
  const found = filterRows(all, filter);
  const papers = await papersOfRows(
    library(),
    found.map(({ row }) => row),
  );
  const many = (state: string): number => all.filter((one) => one.state === state).length;
  return {
    filter,
    choices: choicesOf(all),
    counts: { rows: all.length, works: many('works'), runs: many('runs'), notYet: many('not-yet') },
    shown: found.length,
    families: (Object.keys(families) as Family[]).flatMap((family) => {
      const members = found.filter(({ row }) => row.family === family);
      if (members.length === 0) return [];
      return [
        {
          family,
          name: families[family],
          rows: members.map(({ row, state }) => ({
            number: row.number,
            id: row.id,
            name: row.name,
            title: row.title,
            kind: row.kind,
            modalities: row.modalities,
            blocks: row.blocks,
            useful: row.useful,
            mechanism: row.mechanism,
            worksWhen: row.worksWhen,
            state,
            paper: papers.get(row.id) ?? null,
          })),
        },
      ];
    }),
  };
};
