import { houseTemplate, MailTheme, type MailTemplate } from '@broadsheet/mail';

/** Where the program that serves the site leaves how its operator wants mails to look. */
const place = Symbol.for('broadsheet.mail');
const shelf = globalThis as { [place]?: Partial<MailLook> };

interface MailLook {
  theme: MailTheme;
  template: MailTemplate;
}

/** How mails look: as the operator set it, else as the house draws them. */
export function mailLook(): MailLook {
  const { theme, template } = shelf[place] ?? {};
  return { theme: theme ?? MailTheme.parse({}), template: template ?? houseTemplate };
}
