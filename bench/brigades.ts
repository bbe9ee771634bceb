/**
 * How far do brigades disturb the trending list, and how much of that does the audit of votes undo? A simulated community votes for
 * papers of the Hugging Face list by their counts there; into its last fortnight come crowds of several shapes. Figures and what they
 * say: docs/people.md.
 */
import { simulateCommunity, votedPaper, type CommunityWish } from './brigades/community.ts';
import { judgeAudit, policies } from './brigades/judge-audit.ts';
import { readLines } from './data/lines.ts';
import { snapshotsFile } from './data/places.ts';
import { table } from './table.ts';

/** Days of papers that are voted for. */
const span = 63;

const wish: CommunityWish = { seed: 1, members: 5000, votes: 100_000, crowds: 8, judgedDays: 14 };

export async function benchBrigades({ data }: { data: string }): Promise<string> {
  const counted = new Map<string, { day: string; upvotes: number }>();
  for await (const line of readLines(snapshotsFile(data))) {
    const { day, arxivId, upvotes } = JSON.parse(line) as { day: string; arxivId: string; upvotes: number };
    counted.set(arxivId, { day: counted.get(arxivId)?.day ?? day, upvotes });
  }
  const days = [...new Set([...counted.values()].map(({ day }) => day))].sort();
  const first = days.at(-1) === undefined ? '' : dayBefore(days.at(-1) ?? '', span);
  const papers = [...counted.values()]
    .filter(({ day }) => day > first)
    .map(({ day, upvotes }, id) => votedPaper(id, day, upvotes));
  const community = simulateCommunity(papers, wish);
  const figures = await judgeAudit(community, wish.judgedDays);
  const pushed = community.crowds.filter(({ honest }) => !honest);
  return [
    `Seed ${wish.seed}: ${papers.length} papers of ${span} days, ${wish.members} members, ${community.votes.length} votes; ` +
      `${pushed.length} brigades and ${community.crowds.length - pushed.length} honest crowds in the last ${wish.judgedDays} days, ` +
      `${figures.evenings} evenings judged.`,
    '',
    table(
      ['what is discounted', 'of the top 20 as without brigades', 'there by a brigade', 'honest votes lost'],
      policies.map((policy) => [
        policy,
        figures.lists[policy].same.toFixed(1),
        figures.lists[policy].brigaded.toFixed(1),
        `${(100 * figures.honestLost[policy]).toFixed(2)} %`,
      ]),
    ),
    '',
    table(
      ['crowd', 'how many', 'shown to editors', 'marked suspicious'],
      figures.shapes.map(({ name, crowds, shown, suspicious }) => [
        name,
        ...[crowds, shown, suspicious].map(String),
      ]),
    ),
    '',
    `Of ${figures.falseAlarms.papers} papers without a crowd, ${figures.falseAlarms.shown} were shown and ` +
      `${figures.falseAlarms.suspicious} marked suspicious on any evening.`,
  ].join('\n');
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
