import { endpoint } from '../../../../../../../lib/server/api/endpoint.ts';
import {
  answerKeepLibraryPaper,
  answerLibraryPaper,
  answerRemoveLibraryPaper,
} from '../../../../../../../lib/server/api/own-library-answers.ts';
import {
  keepLibraryPaper,
  libraryPaper,
  removeLibraryPaper,
} from '../../../../../../../lib/server/api/own-library-operations.ts';

export const GET = endpoint(libraryPaper, answerLibraryPaper);
export const PUT = endpoint(keepLibraryPaper, answerKeepLibraryPaper);
export const DELETE = endpoint(removeLibraryPaper, answerRemoveLibraryPaper);
