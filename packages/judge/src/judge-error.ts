/** A collection, or another file, that cannot be used at all, with what to do about it. */
export class JudgeError extends Error {
  override readonly name = 'JudgeError';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
