import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerTakeBack } from '../../../../../lib/server/api/member-answers.ts';
import { takeBack } from '../../../../../lib/server/api/member-operations.ts';

export const DELETE = endpoint(takeBack, answerTakeBack);
