import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

const themes = ['auto', 'light', 'dark'];

/** Keeps the reader's choice of light or dark in a cookie, and goes back to where they were. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData();
  const theme = String(form.get('theme'));
  if (themes.includes(theme)) {
    cookies.set('theme', theme, {
      path: '/',
      maxAge: 31_536_000,
      sameSite: 'lax',
      httpOnly: true,
      secure: url.protocol === 'https:',
    });
  }
  const back = String(form.get('back') ?? '/');
  // Only to a path of this site: `//elsewhere` would leave it.
  redirect(303, /^\/(?![/\\])/.test(back) ? back : '/');
};
