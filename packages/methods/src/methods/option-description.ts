/** One option of a method: what it means, and which values it takes. Enough for a command line and for a form. */
export type OptionDescription = NumberOption | SwitchOption | ChoiceOption;

export interface NumberOption {
  readonly kind: 'number' | 'integer';
  readonly meaning: string;
  /** The least value; `above` where it is not allowed itself. */
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
}

export interface SwitchOption {
  readonly kind: 'switch';
  readonly meaning: string;
}

export interface ChoiceOption {
  readonly kind: 'choice';
  readonly meaning: string;
  readonly choices: readonly string[];
}

/** The values it takes, in words: `a whole number from 1 on`. */
export function rangeInWords(option: OptionDescription): string {
  if (option.kind === 'switch') return 'true or false';
  if (option.kind === 'choice') return `one of ${option.choices.join(', ')}`;
  const noun = option.kind === 'integer' ? 'a whole number' : 'a number';
  const { least, above, most } = option;
  const low = above === undefined ? least : above;
  if (low === undefined) return most === undefined ? noun : `${noun} of at most ${most}`;
  if (most === undefined) return above === undefined ? `${noun} from ${low} on` : `${noun} above ${low}`;
  return above === undefined ? `${noun} from ${low} to ${most}` : `${noun} above ${low}, at most ${most}`;
}
