import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerFollowing } from '../../../../../lib/server/api/reading-answers.ts';
import { following } from '../../../../../lib/server/api/reading-operations.ts';

export const GET = endpoint(following, answerFollowing);
