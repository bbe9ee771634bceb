/** A plot of the laboratory's. */
export interface Plot {
  readonly title: string;
  /** Safe: drawn and escaped by the laboratory. */
  readonly svg: string;
}

/** One arm's figure of each seed, for a plot of points. */
export interface ArmPoints {
  readonly label: string;
  readonly baseline: boolean;
  readonly values: readonly number[];
  readonly mean: number;
  readonly deviation: number | null;
  /** Mean and spread, for people. */
  readonly words: string;
}

/** What the laboratory has of a row, as its page shows it. */
export interface StoredRuns {
  readonly claim: { readonly theirs: string; readonly ours: string };
  readonly shows: boolean;
  readonly complete: boolean;
  readonly metrics: readonly string[];
  readonly arms: readonly {
    readonly label: string;
    readonly baseline: boolean;
    readonly seeds: number;
    readonly figures: readonly string[];
  }[];
  readonly expectations: readonly {
    readonly says: string;
    readonly found: string;
    readonly holds: boolean;
  }[];
  readonly points: {
    readonly metric: string;
    readonly percent: boolean;
    readonly arms: readonly ArmPoints[];
  } | null;
  readonly plots: readonly Plot[];
  /** On what they were made, how long it took, and when. */
  readonly machines: readonly string[];
  readonly data: readonly string[];
  readonly seconds: number;
  readonly newest: string | null;
}
