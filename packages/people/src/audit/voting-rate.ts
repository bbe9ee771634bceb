/** Milliseconds. */
const hour = 3_600_000;

/** Ages of papers, in hours, at which the pace of voting is told apart; what is older than the last is one more. */
const ages = [6, 12, 24, 48, 96, 192, 384, 768, 1536];

/** Votes of belief that a day, an hour of the day or an age is like any other: what sites with few votes are judged by. */
const belief = 5;
/** Rounds of fitting; by then the factors stand still to well below their own noise. */
const rounds = 5;

/** A vote, as the rate is reckoned from it. */
export interface TimedVote {
  paperId: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** For each class of a factor, the votes there and those that are expected if the factor said nothing. */
interface Margin {
  votes: Float64Array;
  expected: Float64Array;
}

/** What the classes of each factor multiply the pace by: days, hours of the day, ages. */
type Factors = readonly [Float64Array, Float64Array, Float64Array];

/**
 * How fast votes come here: a paper's own popularity, times the site's activity that day, times the hour of the day (UTC), times the
 * pace at the paper's age. The three factors are fitted to all votes by iterative proportional fitting (Deming and Stephan, 1940).
 * For one paper its own votes are then left out of them, so that a burst does not make itself likely.
 */
export class VotingRate {
  /** Full hours since 1970 in which the time looked at begins and ends. */
  readonly #first: number;
  readonly #last: number;
  readonly #births: ReadonlyMap<number, number>;
  readonly #margins: readonly [Margin, Margin, Margin];

  /**
   * @param births when each paper came, in milliseconds since 1970 @param from and `until`: the time that is looked at
   */
  constructor(votes: readonly TimedVote[], births: ReadonlyMap<number, number>, from: number, until: number) {
    this.#first = Math.floor(from / hour);
    this.#last = Math.max(this.#first, Math.floor(until / hour));
    this.#births = births;
    const margin = (classes: number): Margin => ({
      votes: new Float64Array(classes),
      expected: new Float64Array(classes),
    });
    const days = Math.floor(this.#last / 24) - Math.floor(this.#first / 24) + 1;
    this.#margins = [margin(days), margin(24), margin(ages.length + 1)];
    const counts = new Map<number, number>();
    for (const { paperId, at } of votes) {
      counts.set(paperId, (counts.get(paperId) ?? 0) + 1);
      this.#count(this.#margins, paperId, at, 1);
    }
    for (let round = 0; round < rounds; round++)
      for (const fitted of [0, 1, 2] as const) {
        const factors = factorsOf(this.#margins);
        this.#margins[fitted].expected.fill(0);
        for (const [paperId, count] of counts) this.#expect(this.#margins, paperId, count, factors, [fitted]);
      }
  }

  /**
   * What share of its votes a paper is likely to have by some instant: 0 at its beginning, 1 at the end of the time looked at. Votes
   * that come by the site's pace are spread evenly over it.
   * @param own the paper's own votes, in milliseconds since 1970
   */
  shareOf(paperId: number, own: readonly number[]): (at: number) => number {
    const [days, hours, atAge] = this.#margins.map(({ votes, expected }) => ({
      votes: Float64Array.from(votes),
      expected: Float64Array.from(expected),
    })) as [Margin, Margin, Margin];
    const less = [days, hours, atAge] as const;
    for (const at of own) this.#count(less, paperId, at, -1);
    this.#expect(less, paperId, -own.length, factorsOf(this.#margins), [0, 1, 2]);
    const weights = this.#weightsOf(paperId, factorsOf(less));
    const sums = new Float64Array(weights.length + 1);
    weights.forEach((weight, i) => (sums[i + 1] = (sums[i] ?? 0) + weight));
    const total = sums[weights.length] ?? 0;
    const start = this.#startOf(paperId);
    return (at) => {
      const place = Math.min(weights.length, Math.max(0, at / hour - start));
      const whole = Math.floor(place);
      const below = sums[whole] ?? 0;
      return total <= 0 ? 0 : (below + (place - whole) * ((sums[whole + 1] ?? below) - below)) / total;
    };
  }

  #count(margins: readonly [Margin, Margin, Margin], paperId: number, at: number, votes: number): void {
    const whole = Math.floor(at / hour);
    const age = at / hour - this.#birthOf(paperId);
    const place = ages.findIndex((hours) => age < hours);
    add(margins[0].votes, Math.floor(whole / 24) - Math.floor(this.#first / 24), votes);
    add(margins[1].votes, whole % 24, votes);
    add(margins[2].votes, place < 0 ? ages.length : place, votes);
  }

  /** Spreads a paper's votes over the classes of some factors, as all the others would have it. */
  #expect(
    margins: readonly [Margin, Margin, Margin],
    paperId: number,
    votes: number,
    factors: Factors,
    wanted: readonly (0 | 1 | 2)[],
  ): void {
    const weights = this.#weightsOf(paperId, factors);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total <= 0) return;
    const first = this.#startOf(paperId);
    const birth = this.#birthOf(paperId);
    let age = 0;
    for (let i = 0; i < weights.length; i++) {
      const at = first + i;
      while (age < ages.length && at + 0.5 - birth >= (ages[age] ?? 0)) age++;
      const classes = [Math.floor(at / 24) - Math.floor(this.#first / 24), at % 24, age] as const;
      for (const factor of wanted) {
        const place = classes[factor];
        const part = (votes * (weights[i] ?? 0)) / total / (factors[factor][place] ?? 1);
        add(margins[factor].expected, place, part);
      }
    }
  }

  /** Hour by hour of a paper's life, the product of the factors. */
  #weightsOf(paperId: number, [days, hours, atAge]: Factors): Float64Array {
    const first = this.#startOf(paperId);
    const birth = this.#birthOf(paperId);
    const firstDay = Math.floor(this.#first / 24);
    const weights = new Float64Array(this.#last - first + 1);
    let age = 0;
    for (let i = 0; i < weights.length; i++) {
      const at = first + i;
      while (age < ages.length && at + 0.5 - birth >= (ages[age] ?? 0)) age++;
      weights[i] = (days[Math.floor(at / 24) - firstDay] ?? 1) * (hours[at % 24] ?? 1) * (atAge[age] ?? 1);
    }
    return weights;
  }

  /** In hours since 1970, with their fraction. */
  #birthOf(paperId: number): number {
    return (this.#births.get(paperId) ?? this.#first * hour) / hour;
  }

  /** The full hour since 1970 in which a paper can first be voted for. */
  #startOf(paperId: number): number {
    return Math.min(this.#last, Math.max(this.#first, Math.floor(this.#birthOf(paperId))));
  }
}

function factorsOf(margins: readonly [Margin, Margin, Margin]): Factors {
  const [days, hours, atAge] = margins;
  return [factorOf(days), factorOf(hours), factorOf(atAge)];
}

function factorOf({ votes, expected }: Margin): Float64Array {
  return votes.map((count, place) =>
    Math.max(0.01, (count + belief) / (Math.max(0, expected[place] ?? 0) + belief)),
  );
}

function add(sums: Float64Array, place: number, amount: number): void {
  if (place >= 0 && place < sums.length) sums[place] = (sums[place] ?? 0) + amount;
}
