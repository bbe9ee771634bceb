/** A setting that is wrong, told with where it stands and what would be right. Never holds a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly hint: string;
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}
