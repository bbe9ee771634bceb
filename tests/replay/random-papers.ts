import { numberPapers, type PaperEvent, type PaperHistory } from './arxiv-history.ts';
import { seededRandom } from './seeded-random.ts';

export interface RandomPapers {
  seed: number;
  /** First submissions lie between these (ISO 8601), what happens to papers later as well. */
  from: string;
  to: string;
  count: number;
  /** Each paper has one to three of these, the first of which is its primary one. */
  categories: readonly string[];
}

/**
 * Papers as they come: at any hour of any day, a third of them with later versions (some with many), one in eight with a
 * late cross-list, one in twenty withdrawn, one in ten edited by the administrators.
 */
export function randomPapers({ seed, from, to, count, categories }: RandomPapers): PaperHistory[] {
  const random = seededRandom(seed);
  const end = Date.parse(to);
  const between = (low: number, high: number) => low + random() * (high - low);
  const second = (time: number) => new Date(Math.floor(time / 1000) * 1000);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';

  const papers = Array.from({ length: count }, (_, index) => {
    const submitted = between(Date.parse(from), end);
    const own = [...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(categories)))];
    const events: PaperEvent[] = [{ kind: 'version', at: second(submitted) }];
    const later = () => second(between(submitted + 60_000, end));
    const versions = random() < 0.33 ? 1 + Math.floor(random() ** 3 * 8) : 0;
    for (let version = 0; version < versions; version++) events.push({ kind: 'version', at: later() });
    if (random() < 0.12) events.push({ kind: 'cross', at: later(), category: pick(categories) });
    if (random() < 0.1) events.push({ kind: 'edit', at: later(), journalRef: `J. Replay ${index} (2026)` });
    events.sort((a, b) => a.at.getTime() - b.at.getTime());
    const last = events.findLast((event) => event.kind === 'version');
    if (random() < 0.05 && last !== undefined) {
      events.push({
        kind: 'version',
        at: second(between(last.at.getTime() + 60_000, end + 120_000)),
        withdrawn: true,
      });
      events.sort((a, b) => a.at.getTime() - b.at.getTime());
    }
    return {
      title: `Replayed paper ${index}: ${pick(topics)} without ${pick(topics)} & <tags>`,
      abstract: `We replay ${pick(topics)} number ${index}. It costs $O(n^{${index % 7}})$ & is "good".`,
      authors: [`Ada ${name(index)}`, `Émile ${name(index + 7)}`].slice(0, 1 + (index % 2)),
      categories: own,
      events,
    };
  });
  return numberPapers(papers);
}

const topics =
  'attention diffusion retrieval alignment distillation tokens gradients benchmarks agents kernels'.split(
    ' ',
  );

/** A family name of letters for a number. */
function name(number: number): string {
  return `B${[...String(number)].map((digit) => 'aeioulnrst'[Number(digit)]).join('')}`;
}
