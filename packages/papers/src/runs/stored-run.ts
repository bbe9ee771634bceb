/** A run of the laboratory as the store keeps it. What the record holds is for packages/lab to read. */
export interface StoredRun {
  readonly id: string;
  readonly kind: string;
  readonly hash: string;
  readonly method: string;
  readonly data: string;
  readonly encoder: string;
  readonly seed: number;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly record: unknown;
}
