import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Hugging Face's address of this list. */
export const GET: RequestHandler = ({ params }) =>
  redirect(301, `/month/${encodeURIComponent(params.month)}`);
