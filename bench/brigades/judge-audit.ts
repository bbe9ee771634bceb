import { trendingScore } from '@broadsheet/papers';
import { findBursts, isNewcomer, isSuspicious, type AuditedVote, type Burst } from '@broadsheet/people';
import { day, type CastVote, type Community, type Crowd } from './community.ts';

/** What is done with bursts: nothing, or the votes discounted of those that are suspicious, or of all that are shown. */
export const policies = ['nothing', 'suspicious ones', 'all that are shown'] as const;
type Policy = (typeof policies)[number];

const front = 20;

export interface AuditFigures {
  evenings: number;
  /** Of each policy: how many of the twenty at the top are there without any brigade too, and how many are there by one. */
  lists: Record<Policy, { same: number; brigaded: number }>;
  /** Of each shape: crowds, and those of which most votes were shown, and found suspicious, by the evening after. */
  shapes: { name: string; crowds: number; shown: number; suspicious: number }[];
  /** Papers without any crowd that were shown, and called suspicious, on any evening; of how many. */
  falseAlarms: { papers: number; shown: number; suspicious: number };
  /** Share of the honest votes that would not count at the end, of each policy. */
  honestLost: Record<Policy, number>;
}

type JudgedVote = AuditedVote & { cast: CastVote };

/** Plays the last days evening by evening: what an audit then finds, and what the trending list is with and without it. */
export async function judgeAudit(community: Community, evenings: number): Promise<AuditFigures> {
  const { papers, crowds, from, until } = community;
  const births = new Map(papers.map(({ id, at }) => [id, at]));
  const all = asAudited(community.votes);
  const lists = Object.fromEntries(
    policies.map((policy) => [policy, { same: 0, brigaded: 0 }]),
  ) as AuditFigures['lists'];
  const honestLost = Object.fromEntries(policies.map((policy) => [policy, 0])) as AuditFigures['honestLost'];
  const alarms = { shown: new Set<number>(), suspicious: new Set<number>() };
  const caught = new Map<number, { shown: boolean; suspicious: boolean }>();
  const crowded = new Set(crowds.map(({ paperId }) => paperId));
  for (let evening = evenings - 1; evening >= 0; evening--) {
    const now = until - evening * day;
    const votes = all.filter(({ at }) => at <= now);
    const bursts = await findBursts(votes, births, { from, until: now });
    const suspicious = bursts.filter(({ figures }) => isSuspicious(figures));
    const dropped: Record<Policy, (vote: JudgedVote) => boolean> = {
      nothing: () => false,
      'suspicious ones': within(suspicious),
      'all that are shown': within(bursts),
    };
    const honest = topPapers(community, votes, ({ cast }) => isPushed(cast, crowds), now);
    for (const policy of policies) {
      const top = topPapers(community, votes, dropped[policy], now);
      lists[policy].same += top.filter((id) => honest.includes(id)).length / evenings;
      lists[policy].brigaded +=
        top.filter(
          (id) => !honest.includes(id) && crowds.some((crowd) => !crowd.honest && crowd.paperId === id),
        ).length / evenings;
      if (evening === 0) {
        const fair = votes.filter(({ cast }) => !isPushed(cast, crowds));
        honestLost[policy] = fair.filter(dropped[policy]).length / fair.length;
      }
    }
    for (const { paperId } of bursts) if (!crowded.has(paperId)) alarms.shown.add(paperId);
    for (const { paperId } of suspicious) if (!crowded.has(paperId)) alarms.suspicious.add(paperId);
    for (const crowd of crowds) {
      if (crowd.to > now || crowd.to <= now - day) continue;
      const own = votes.filter(({ cast }) => cast.brigade === crowd.id);
      const most = (some: readonly Burst[]) => own.filter(within(some)).length > own.length / 2;
      caught.set(crowd.id, { shown: most(bursts), suspicious: most(suspicious) });
    }
  }
  return {
    evenings,
    lists,
    shapes: [...Map.groupBy(crowds, ({ shape }) => shape)].map(([name, some]) => ({
      name,
      crowds: some.length,
      shown: some.filter(({ id }) => caught.get(id)?.shown === true).length,
      suspicious: some.filter(({ id }) => caught.get(id)?.suspicious === true).length,
    })),
    falseAlarms: {
      papers: papers.length - crowded.size,
      shown: alarms.shown.size,
      suspicious: alarms.suspicious.size,
    },
    honestLost,
  };
}

function isPushed({ brigade }: CastVote, crowds: readonly Crowd[]): boolean {
  return brigade !== null && crowds[brigade]?.honest === false;
}

function within(bursts: readonly Burst[]): (vote: AuditedVote) => boolean {
  const byPaper = Map.groupBy(bursts, ({ paperId }) => paperId);
  return ({ paperId, at }) =>
    (byPaper.get(paperId) ?? []).some(({ startsAt, endsAt }) => at >= startsAt && at <= endsAt);
}

function asAudited(votes: readonly CastVote[]): JudgedVote[] {
  const before = new Map<number, number>();
  return votes.map((cast) => {
    const count = before.get(cast.member.id) ?? 0;
    before.set(cast.member.id, count + 1);
    return {
      paperId: cast.paperId,
      at: cast.at,
      newcomer: isNewcomer((cast.at - cast.member.joined) / day, count),
      network: cast.member.network,
      cast,
    };
  });
}

/** The papers at the top of the trending list by the votes that count. */
function topPapers(
  { papers }: Community,
  votes: readonly JudgedVote[],
  dropped: (vote: JudgedVote) => boolean,
  now: number,
): number[] {
  const byPaper = Map.groupBy(
    votes.filter((vote) => !dropped(vote)),
    ({ paperId }) => paperId,
  );
  return papers
    .filter(({ at }) => at <= now)
    .map((paper) => {
      const own = byPaper.get(paper.id) ?? [];
      const days = Map.groupBy(own, ({ at }) => new Date(at - 4 * 3_600_000).toISOString().slice(0, 10));
      const { score } = trendingScore({
        votes: own.length,
        comments: 0,
        announcedOn: paper.day,
        publishedOn: null,
        withdrawn: false,
        field: null,
        fieldVotes: votes.length,
        hasCode: false,
        stars: 0,
        gains: [...days].map(([name, some]) => ({ day: name, votes: some.length, stars: 0 })),
        now: new Date(now),
      });
      return { id: paper.id, score };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, front)
    .map(({ id }) => id);
}
