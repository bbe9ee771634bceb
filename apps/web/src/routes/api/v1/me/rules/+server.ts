import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerAddRule, answerRules } from '../../../../../lib/server/api/reading-answers.ts';
import { addRuleOperation, rules } from '../../../../../lib/server/api/reading-operations.ts';

export const GET = endpoint(rules, answerRules);
export const POST = endpoint(addRuleOperation, answerAddRule);
