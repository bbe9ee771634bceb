import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Hugging Face's address of this list. */
export const GET: RequestHandler = () => redirect(301, '/trending');
