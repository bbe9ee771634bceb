import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerOwnFeed, answerRemake } from '../../../../../lib/server/api/interest-answers.ts';
import { feed, remake } from '../../../../../lib/server/api/interest-operations.ts';

export const GET = endpoint(feed, answerOwnFeed);
export const POST = endpoint(remake, answerRemake);
