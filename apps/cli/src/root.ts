import { fileURLToPath } from 'node:url';

/** The folder that the program was cloned into, with a slash at the end. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
