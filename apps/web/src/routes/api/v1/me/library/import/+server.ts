import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerImportLibraryFile } from '../../../../../../lib/server/api/own-library-answers.ts';
import { importLibraryFile } from '../../../../../../lib/server/api/own-library-operations.ts';

export const POST = endpoint(importLibraryFile, answerImportLibraryFile);
