import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerHfRepos } from '../../../../../lib/server/api/hugging-face-answers.ts';
import { hfRepos } from '../../../../../lib/server/api/hugging-face-operations.ts';

export const GET = endpoint(hfRepos, answerHfRepos);
