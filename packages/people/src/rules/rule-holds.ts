import { foldText, wordsOf } from '@broadsheet/papers';
import { compileExpression } from './compile-expression.ts';
import { phrasePattern } from './phrase-pattern.ts';
import type { PatternKind, RuleTest } from './rule.ts';
import type { RuleSubject } from './rule-subject.ts';
import { singularForm } from './singular-form.ts';

type Texts = Pick<RuleSubject, 'title' | 'abstract' | 'affiliations'>;

/** Makes the test of a text that a rule looks for. Title, abstract and each affiliation are looked at one by one. */
export function textTest(kind: PatternKind, value: string): (texts: Texts) => boolean {
  switch (kind) {
    case 'word':
      return ({ title, abstract }) => formsOf(title).has(value) || formsOf(abstract).has(value);
    case 'phrase': {
      const pattern = phrasePattern(value);
      return ({ title, abstract }) => pattern.test(folded(title)) || pattern.test(folded(abstract));
    }
    case 'organisation': {
      const pattern = phrasePattern(value);
      return ({ affiliations }) => affiliations.some((name) => pattern.test(folded(name)));
    }
    case 'expression': {
      const expression = compileExpression(value);
      return ({ title, abstract }) => expression.matches(title) || expression.matches(abstract);
    }
  }
}

/** Whether a rule holds for a paper: the meaning that its SQL (`hiddenBy`) must share. */
export function ruleHolds({ kind, value }: RuleTest, subject: RuleSubject): boolean {
  switch (kind) {
    case 'category':
      return subject.categories.some((code) => code === value || code.split('.')[0] === value);
    case 'author':
      return subject.authors.some(({ key, orcid }) => key === value || orcid === value);
    case 'venue':
      return subject.venue === value;
    case 'source':
      return subject.source === value;
    default:
      return textTest(kind, value)(subject);
  }
}

/** Many rules look at the same paper one after the other: its texts are folded and cut into words once. */
const kept = { folded: new Map<string, string>(), forms: new Map<string, Set<string>>() };
const mostKept = 64;

function folded(text: string): string {
  return once(kept.folded, text, foldText);
}

function formsOf(text: string): Set<string> {
  return once(
    kept.forms,
    text,
    (whole) => new Set(wordsOf(whole).map((word) => singularForm(foldText(word.text)))),
  );
}

function once<T>(known: Map<string, T>, text: string, make: (text: string) => T): T {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size >= mostKept) known.clear();
  const made = make(text);
  known.set(text, made);
  return made;
}
