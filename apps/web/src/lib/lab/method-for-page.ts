import type { OptionDescription } from '@broadsheet/methods';

export type OptionValue = string | number | boolean;

export interface OptionField {
  readonly name: string;
  readonly description: OptionDescription;
  /** What the page begins with. */
  readonly value: OptionValue;
}

/** A method that a page can run: what its form has to know. */
export interface MethodForPage {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly OptionField[];
  /** Whether it learns from classes too. */
  readonly labels: boolean;
}
