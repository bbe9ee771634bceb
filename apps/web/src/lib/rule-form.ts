/** What a form about a mute rule holds, as it was typed. */
export interface RuleForm {
  kind: string;
  value: string;
  until: string;
}

/** What is wrong with it, by field. */
export type RuleFormTroubles = Partial<Record<keyof RuleForm, string>>;

/** The address of the page of rules with a form that is filled in and tried. */
export function ruleFormPath(kind: string, value: string): string {
  return `/rules?${new URLSearchParams({ kind, value })}`;
}
