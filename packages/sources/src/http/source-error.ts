/** Why a source could not be read. */
export type SourceFailure =
  /** No connection, or one that broke. */
  | 'network'
  /** Too slow. */
  | 'timeout'
  /** Larger than the limit, packed or unpacked. */
  | 'too-large'
  /** The address is private, or not http(s). */
  | 'address'
  /** A status that is no answer. */
  | 'status'
  /** The answer is not what was asked for: HTML, broken JSON, an error told in the body. */
  | 'content'
  /** The day's share of requests is used up. */
  | 'quota'
  /** The service has failed so often that it is left alone for a while. */
  | 'resting'
  /** The program ends. */
  | 'aborted';

/** A failure at a source, told so that an operator knows what to do. Never holds a secret. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly failure: SourceFailure;
  /** What to do about it. */
  readonly hint: string;
  readonly status: number | null;
  /** Not before then, where the service or the day says so. */
  readonly retryAt: Date | null;

  constructor(
    failure: SourceFailure,
    message: string,
    hint: string,
    details: { status?: number; retryAt?: Date; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.failure = failure;
    this.hint = hint;
    this.status = details.status ?? null;
    this.retryAt = details.retryAt ?? null;
  }
}
