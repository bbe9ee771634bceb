/** A pre-trained model that cannot be used, with what to do about it. */
export class PretrainedError extends Error {
  override readonly name = 'PretrainedError';
  readonly hint: string;
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}
