import { error } from '@sveltejs/kit';

/** The fields of a form. Answers 400 for a body that is none; what is too long stays 413. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    error(400, { message: 'That form could not be read. Go back and send it again.' });
  }
}
