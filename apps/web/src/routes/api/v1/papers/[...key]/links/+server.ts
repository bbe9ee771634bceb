import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerAddLink, answerAddedLinks } from '../../../../../../lib/server/api/author-answers.ts';
import { addLinkOperation, addedLinks } from '../../../../../../lib/server/api/author-operations.ts';

export const GET = endpoint(addedLinks, answerAddedLinks);
export const POST = endpoint(addLinkOperation, answerAddLink);
