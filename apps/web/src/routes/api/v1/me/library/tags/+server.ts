import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerLibraryTags } from '../../../../../../lib/server/api/own-library-answers.ts';
import { libraryTags } from '../../../../../../lib/server/api/own-library-operations.ts';

export const GET = endpoint(libraryTags, answerLibraryTags);
