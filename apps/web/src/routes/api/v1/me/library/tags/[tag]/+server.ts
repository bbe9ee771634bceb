import { endpoint } from '../../../../../../../lib/server/api/endpoint.ts';
import { answerRenameLibraryTag } from '../../../../../../../lib/server/api/own-library-answers.ts';
import { renameLibraryTag } from '../../../../../../../lib/server/api/own-library-operations.ts';

export const PATCH = endpoint(renameLibraryTag, answerRenameLibraryTag);
