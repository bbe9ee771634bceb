import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerVotes } from '../../../../../../lib/server/api/vote-answers.ts';
import { votes } from '../../../../../../lib/server/api/vote-operations.ts';

export const GET = endpoint(votes, answerVotes);
