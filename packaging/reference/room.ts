/** A part of a package's reference: what these files export, in this order. */
export interface Room {
  readonly title: string;
  /** What it is imported from: `@broadsheet/tensor/linalg`. */
  readonly door: string;
  /** Under src/; a folder stands for the files in it that no other room names. */
  readonly files: readonly string[];
}
