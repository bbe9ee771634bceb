import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerExportLibraryFile } from '../../../../../../lib/server/api/own-library-answers.ts';
import { exportLibraryFile } from '../../../../../../lib/server/api/own-library-operations.ts';

export const GET = endpoint(exportLibraryFile, answerExportLibraryFile);
