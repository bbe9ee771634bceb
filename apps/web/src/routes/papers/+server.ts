import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The addresses of Hugging Face's papers pages lead to ours: `/papers?date=`, `/papers?q=`, `/papers`. */
export const GET: RequestHandler = ({ url }) => {
  const day = url.searchParams.get('date');
  if (day !== null) redirect(301, `/day/${encodeURIComponent(day)}`);
  const query = url.searchParams.get('q');
  redirect(301, query === null ? '/' : `/search?q=${encodeURIComponent(query)}`);
};
