import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerCategories } from '../../../../lib/server/api/library-answers.ts';
import { categories } from '../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(categories, answerCategories);
