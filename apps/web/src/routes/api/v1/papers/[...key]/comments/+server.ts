import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerPaperComments, answerWriteComment } from '../../../../../../lib/server/api/talk-answers.ts';
import { paperComments, writePaperComment } from '../../../../../../lib/server/api/talk-operations.ts';

export const GET = endpoint(paperComments, answerPaperComments);
export const POST = endpoint(writePaperComment, answerWriteComment);
