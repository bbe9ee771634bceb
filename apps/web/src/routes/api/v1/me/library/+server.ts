import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerLibraryPage } from '../../../../../lib/server/api/own-library-answers.ts';
import { libraryPage } from '../../../../../lib/server/api/own-library-operations.ts';

export const GET = endpoint(libraryPage, answerLibraryPage);
