import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerAddFollow, answerFollows } from '../../../../../lib/server/api/reading-answers.ts';
import { addFollowOperation, follows } from '../../../../../lib/server/api/reading-operations.ts';

export const GET = endpoint(follows, answerFollows);
export const POST = endpoint(addFollowOperation, answerAddFollow);
