import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerTryRule } from '../../../../../../lib/server/api/reading-answers.ts';
import { tryRuleOperation } from '../../../../../../lib/server/api/reading-operations.ts';

export const POST = endpoint(tryRuleOperation, answerTryRule);
