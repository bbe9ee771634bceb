import { z } from 'zod';

/** Characters of a comment at most: some three pages. */
export const longestComment = 10_000;

/**
 * What somebody wrote, as it is kept: Markdown, without spaces around it, with line breaks of one kind, and without what
 * PostgreSQL's text and Unicode do not hold.
 */
export const CommentText = z
  .string()
  // What is far too long is not read to its end.
  .max(4 * longestComment, `Write at most ${longestComment.toLocaleString('en')} characters.`)
  .transform((text) =>
    text
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- exactly these are meant
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '')
      .toWellFormed()
      .trim(),
  )
  .pipe(
    z
      .string()
      .min(1, 'Write something first.')
      .max(longestComment, `Write at most ${longestComment.toLocaleString('en')} characters.`),
  );
