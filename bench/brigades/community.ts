import { announcedAt } from '@broadsheet/papers';
import { seededRandom } from '../arxiv/seeded-random.ts';

const hour = 3_600_000;
export const day = 24 * hour;

/** A paper that is voted for. */
export interface VotedPaper {
  id: number;
  /** Announcement day. */
  day: string;
  /** Instant of the announcement, in milliseconds since 1970. */
  at: number;
  /** How well it is liked: votes are shared out by it. */
  appeal: number;
}

interface CommunityMember {
  id: number;
  /** When the account was made. */
  joined: number;
  network: string;
}

export interface CastVote {
  paperId: number;
  member: CommunityMember;
  at: number;
  /** Which brigade it belongs to; null for an honest one. */
  brigade: number | null;
}

/** Several honest members at once, or a brigade, on one paper. */
export interface Crowd {
  id: number;
  shape: string;
  honest: boolean;
  paperId: number;
  from: number;
  to: number;
}

export interface Community {
  papers: VotedPaper[];
  votes: CastVote[];
  crowds: Crowd[];
  from: number;
  until: number;
}

export interface CommunityWish {
  seed: number;
  members: number;
  votes: number;
  /** Crowds of each shape. */
  crowds: number;
  /** Days at the end in which crowds come, and which are judged. */
  judgedDays: number;
}

/** A way in which votes are pushed, or in which honest interest is sudden. */
interface Shape {
  name: string;
  honest: boolean;
  voters: number;
  hours: number;
  /** `new` accounts of the days before, `bought` ones of long ago that have voted, or `members` as they are. */
  accounts: 'new' | 'bought' | 'members';
  /** Networks that the voters share; null where each has its own, or keeps its member's. */
  networks: number | null;
  /** Days since the announcement, from and to. */
  age: readonly [number, number];
}

/** What is tried: five ways to push a paper, and two in which honest interest is sudden. */
const shapes: readonly Shape[] = [
  {
    name: 'new accounts in an hour',
    honest: false,
    voters: 40,
    hours: 1,
    accounts: 'new',
    networks: 4,
    age: [0.2, 3],
  },
  {
    name: 'new accounts over two days',
    honest: false,
    voters: 40,
    hours: 48,
    accounts: 'new',
    networks: null,
    age: [0, 1],
  },
  {
    name: 'new accounts in a day on an old paper',
    honest: false,
    voters: 60,
    hours: 24,
    accounts: 'new',
    networks: null,
    age: [14, 30],
  },
  {
    name: 'bought accounts in an hour',
    honest: false,
    voters: 40,
    hours: 1,
    accounts: 'bought',
    networks: null,
    age: [0.2, 3],
  },
  {
    name: 'bought accounts over two days',
    honest: false,
    voters: 40,
    hours: 48,
    accounts: 'bought',
    networks: null,
    age: [0, 1],
  },
  {
    name: 'members of one network in six hours',
    honest: false,
    voters: 25,
    hours: 6,
    accounts: 'members',
    networks: 1,
    age: [0.2, 3],
  },
  {
    name: 'honest: in the news for three hours',
    honest: true,
    voters: 60,
    hours: 3,
    accounts: 'members',
    networks: null,
    age: [1, 20],
  },
  {
    name: 'honest: talked about for a day',
    honest: true,
    voters: 60,
    hours: 24,
    accounts: 'members',
    networks: null,
    age: [1, 20],
  },
];

/**
 * A community that votes for real papers, by their real appeal: more at first, more by day and on weekdays, a third of the members
 * new in the time looked at, many behind shared networks. Into its last days come crowds of each shape. The same for the same seed.
 * @param papers announced in the time looked at; the time ends a day after the last of them
 */
export function simulateCommunity(papers: readonly VotedPaper[], wish: CommunityWish): Community {
  const random = seededRandom(wish.seed);
  const from = Math.min(...papers.map(({ at }) => at));
  const until = Math.max(...papers.map(({ at }) => at)) + day;
  const members = makeMembers(wish.members, from, until, random);
  const votes = castHonestly(papers, members, wish, from, until, random);
  const crowds: Crowd[] = [];
  for (const shape of shapes)
    for (let n = 0; n < wish.crowds; n++) {
      const from =
        until - wish.judgedDays * day + random() * (wish.judgedDays - 1) * day - shape.hours * hour;
      const crowd = gather(crowds.length, shape, papers, from, random);
      if (crowd === null) continue;
      crowds.push(crowd);
      votes.push(...castTogether(crowd, shape, members, votes, random));
    }
  return { papers: [...papers], votes: votes.sort((a, b) => a.at - b.at), crowds, from, until };
}

function makeMembers(count: number, from: number, until: number, random: () => number): CommunityMember[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    joined: random() < 0.7 ? from - random() * 400 * day : from + random() * (until - from),
    network: drawNetwork(random),
  }));
}

/** A third of all come from a hundred large networks, the others from one of twenty thousand. */
function drawNetwork(random: () => number): string {
  return random() < 1 / 3
    ? `large ${Math.floor(100 * random() ** 2)}`
    : `small ${Math.floor(20_000 * random())}`;
}

function castHonestly(
  papers: readonly VotedPaper[],
  members: readonly CommunityMember[],
  wish: CommunityWish,
  from: number,
  until: number,
  random: () => number,
): CastVote[] {
  const appeal = papers.reduce((sum, paper) => sum + paper.appeal, 0);
  // Few vote much, most a little.
  const eagerness = members.map(() => Math.exp(1.2 * normal(random)));
  const sums = [0];
  for (const one of eagerness) sums.push((sums.at(-1) ?? 0) + one);
  const votes: CastVote[] = [];
  for (const paper of papers) {
    const wanted = Math.min(members.length / 3, (wish.votes * paper.appeal) / appeal);
    const voted = new Set<number>();
    for (let tries = 0; voted.size < wanted && tries < 20 * wanted + 20; tries++) {
      const at = paper.at - Math.log(1 - random()) * (random() < 0.6 ? 0.7 : 4) * day;
      if (at >= until || random() > daylight(at)) continue;
      const member = members[place(sums, random() * (sums.at(-1) ?? 0))];
      if (member === undefined || member.joined > at || voted.has(member.id)) continue;
      voted.add(member.id);
      votes.push({ paperId: paper.id, member, at: Math.max(from, at), brigade: null });
    }
  }
  return votes;
}

function gather(
  id: number,
  shape: Shape,
  papers: readonly VotedPaper[],
  from: number,
  random: () => number,
): Crowd | null {
  const [youngest, oldest] = shape.age;
  // Who pushes a paper pushes one that would not stand at the top by itself.
  const usual = papers.map(({ appeal }) => appeal).sort((a, b) => a - b)[Math.floor(papers.length / 2)] ?? 0;
  const fit = papers.filter(
    ({ at, appeal }) => at <= from - youngest * day && at >= from - oldest * day && appeal <= usual,
  );
  const paper = fit[Math.floor(random() * fit.length)];
  return paper === undefined
    ? null
    : { id, shape: shape.name, honest: shape.honest, paperId: paper.id, from, to: from + shape.hours * hour };
}

function castTogether(
  crowd: Crowd,
  shape: Shape,
  members: readonly CommunityMember[],
  before: readonly CastVote[],
  random: () => number,
): CastVote[] {
  const voted = new Set(
    before.filter(({ paperId }) => paperId === crowd.paperId).map(({ member }) => member.id),
  );
  const voters: CommunityMember[] = [];
  for (let tries = 0; voters.length < shape.voters && tries < 100_000; tries++) {
    const known = members[Math.floor(random() * members.length)];
    if (known === undefined) break;
    const network =
      shape.networks === null
        ? shape.accounts === 'members'
          ? known.network
          : `hired ${crowd.id} ${voters.length}`
        : `shared ${crowd.id} ${Math.floor(random() * shape.networks)}`;
    if (shape.accounts === 'new') {
      const joined = crowd.from - random() * 3 * day;
      voters.push({ id: -1 - crowd.id * 1000 - voters.length, joined, network });
      continue;
    }
    if (voted.has(known.id) || known.joined > crowd.from - (shape.accounts === 'bought' ? 30 * day : 0))
      continue;
    voted.add(known.id);
    voters.push({ ...known, network });
  }
  return voters.map((member) => ({
    paperId: crowd.paperId,
    member,
    at: crowd.from + random() * shape.hours * hour,
    brigade: crowd.id,
  }));
}

/** From 0.15 at night and 0.5 on weekends to 1. */
function daylight(at: number): number {
  const byHour = 0.575 + 0.425 * Math.sin((2 * Math.PI * ((at % day) - 9 * hour)) / day);
  const weekday = new Date(at).getUTCDay();
  return byHour * (weekday === 0 || weekday === 6 ? 0.5 : 1);
}

function place(sums: readonly number[], sought: number): number {
  let low = 0;
  let high = sums.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sums[middle] ?? 0) <= sought) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Box and Muller's. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A paper of the counted lists, by its day and its votes there. */
export function votedPaper(id: number, announcedOn: string, upvotes: number): VotedPaper {
  return { id, day: announcedOn, at: announcedAt(announcedOn).getTime(), appeal: upvotes + 1 };
}
