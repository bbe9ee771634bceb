import type { RuleForm } from '../../rule-form.ts';

/** Longer than anything that is right; what is typed comes back to the page. */
const longest = 2000;

/** The fields of a form or a query string; what is missing is empty, and a kind is a phrase until another is chosen. */
export function readRuleForm(fields: FormData | URLSearchParams): RuleForm {
  const field = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.slice(0, longest).toWellFormed() : '';
  };
  return { kind: field('kind') || 'phrase', value: field('value'), until: field('until') };
}

/** What a form says, as `readRule` takes it. */
export function ruleInput({ kind, value, until }: RuleForm): {
  kind: string;
  value: string;
  until: string | null;
} {
  return { kind, value, until: until.trim() === '' ? null : until.trim() };
}
