import { continualWays, forgettingOf, type ContinualRun } from '../continual/continual-study.ts';
import { figure } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

const titles = {
  infinite: 'infinite schedule',
  cosine: 'repeated cosine',
  'all anew': 'all papers, from the beginning each time',
} as const;

/** Ways to follow a library that grows: means over seeds, with the standard deviation. */
export function continualTable(runs: readonly ContinualRun[]): string {
  if (runs.length === 0) return 'Not measured yet: `npm run eval -- --continual`.';
  return markdownTable(
    ['', 'seeds', 'forgotten of old papers', 'old papers at the end', 'newest papers', 'minutes'],
    continualWays.flatMap((way) => {
      const own = runs.filter((run) => run.way === way);
      if (own.length === 0) return [];
      const found = own.map(forgettingOf);
      const column = (name: 'forgotten' | 'old' | 'newest') => spread(found.map((one) => one[name]));
      const minutes = own.reduce((sum, { seconds }) => sum + seconds / 60, 0) / own.length;
      return [
        [
          titles[way],
          String(own.length),
          column('forgotten'),
          column('old'),
          column('newest'),
          minutes.toFixed(1),
        ],
      ];
    }),
  );
}

function spread(values: readonly number[]): string {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  return n < 2 ? figure(mean) : `${figure(mean)} ± ${figure(deviation)}`;
}
