/** A collection, or a file of it, that cannot be used at all, with what to do about it. */
export class CollectionError extends Error {
  override readonly name = 'CollectionError';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
