import { z } from 'zod';

const Colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #1a4d8f');

/** How mails look, as an operator may set it: `mail.theme` in broadsheet.config.ts. */
export const MailTheme = z.strictObject({
  /** In the head of each mail, and the sender's name where none is set. */
  name: z.string().trim().min(1).max(60).default('Broadsheet'),
  /** Address of a picture (https), shown at most 40 pixels high; its text for those who do not see it is the name. */
  logo: z
    .url({ protocol: /^https$/ })
    .nullable()
    .default(null),
  /** Links and rules, on light and on dark paper. */
  accent: Colour.default('#7d1a12'),
  accentOnDark: Colour.default('#f0907c'),
  /** A sentence or two at the end of every mail. */
  footer: z.string().trim().max(600).default(''),
  /** Who sends it, and where they live: many countries' laws ask for it. */
  postalAddress: z.string().trim().max(300).default(''),
});
export type MailTheme = z.infer<typeof MailTheme>;
