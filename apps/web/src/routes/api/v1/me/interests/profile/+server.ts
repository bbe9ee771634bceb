import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerProfile, answerTakeProfile } from '../../../../../../lib/server/api/interest-answers.ts';
import { profile, takeProfile } from '../../../../../../lib/server/api/interest-operations.ts';

export const GET = endpoint(profile, answerProfile);
export const POST = endpoint(takeProfile, answerTakeProfile);
