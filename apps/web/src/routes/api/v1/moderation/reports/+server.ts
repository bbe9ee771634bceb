import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerAnswerReports, answerReported } from '../../../../../lib/server/api/moderation-answers.ts';
import { answerReport, reported } from '../../../../../lib/server/api/moderation-operations.ts';

export const GET = endpoint(reported, answerReported);
export const POST = endpoint(answerReport, answerAnswerReports);
