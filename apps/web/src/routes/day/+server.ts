import { redirect } from '@sveltejs/kit';

/** The newest day is the front page. */
export const GET = () => redirect(307, '/');
