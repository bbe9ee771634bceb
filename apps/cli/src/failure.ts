/** How the program ends. Also in docs/cli.md. */
export const exitCodes = { success: 0, failure: 1, usage: 2, rejects: 3, interrupted: 130 } as const;

/** Something that a person can mend: said in a sentence, with what to do about it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly hint: string | undefined;
  readonly exitCode: number;
  constructor(message: string, hint?: string, exitCode: number = exitCodes.failure) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
