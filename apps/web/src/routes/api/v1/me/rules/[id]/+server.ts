import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerChangeRule, answerDeleteRule } from '../../../../../../lib/server/api/reading-answers.ts';
import {
  changeRuleOperation,
  deleteRuleOperation,
} from '../../../../../../lib/server/api/reading-operations.ts';

export const PATCH = endpoint(changeRuleOperation, answerChangeRule);
export const DELETE = endpoint(deleteRuleOperation, answerDeleteRule);
