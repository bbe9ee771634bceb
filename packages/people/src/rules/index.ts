export { longestExpression } from './compile-expression.ts';
export { countedDays, countHidden, recentPapers } from './count-hidden.ts';
export { hiddenBy } from './hidden-by.ts';
export {
  addRule,
  changeRule,
  deleteRule,
  listRules,
  replaceRule,
  type RuleChange,
  type RuleRefusal,
} from './keep-rules.ts';
export { exportRules, importRules, type RuleEntry, type RulesImport } from './move-rules.ts';
export { readRule, RuleInput, type NewRule, type RuleTroubles } from './read-rule.ts';
export { mostExpressions, mostRules, ruleKinds, type Rule, type RuleKind, type RuleTest } from './rule.ts';
export { rulesInForce, isInForce, type RulesInForce } from './rules-in-force.ts';
export { tryRule, type RuleTrial } from './try-rule.ts';
export { whyHidden } from './why-hidden.ts';
