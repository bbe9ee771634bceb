import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerDeleteFollow } from '../../../../../../lib/server/api/reading-answers.ts';
import { deleteFollowOperation } from '../../../../../../lib/server/api/reading-operations.ts';

export const DELETE = endpoint(deleteFollowOperation, answerDeleteFollow);
