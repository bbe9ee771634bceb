import { escapeXml } from '@broadsheet/papers';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SettingsError } from '@broadsheet/sources';
import { MailTheme } from '../settings/theme.ts';
import { houseTemplate } from './house-template.ts';
import { sampleDigest, sampleLinks } from './sample-digest.ts';
import type { Drawn, MailTemplate } from './template.ts';

const functions = ['digest', 'confirmation', 'links', 'account', 'notice'] as const;
const guide = 'docs/mail-templates.md has an example.';

/**
 * The template that mails are drawn with: the house's own, with those functions in their place that an operator's module
 * has. Each of these draws a sample first, so that a mistake stops the start and not the morning's mail.
 * @param path `mail.template` of the settings: a module with a default export; without it, the house's own
 * @param folder that the path starts from: where broadsheet.config.ts lies
 * @throws SettingsError that names the file and what is wrong with it. The template's functions throw it too where a
 *   module gives something that cannot be sent.
 */
export async function loadTemplate(
  path: string | undefined,
  folder: string,
  theme: MailTheme = MailTheme.parse({}),
): Promise<MailTemplate> {
  if (path === undefined) return houseTemplate;
  const file = resolve(folder, path);
  const own = await readModule(file);
  const template: MailTemplate = {
    digest: (digest, links, look) =>
      checked(file, 'digest', links.unsubscribe, () => own.digest?.(digest, links, look)),
    confirmation: (request, links, look) =>
      checked(file, 'confirmation', links.confirm, () => own.confirmation?.(request, links, look)),
    links: (subscriber, links, look) =>
      checked(file, 'links', links.manage, () => own.links?.(subscriber, links, look)),
    account: (mail, links, look) =>
      checked(file, 'account', mail.kind === 'unknown' ? null : links.follow, () =>
        own.account?.(mail, links, look),
      ),
    notice: (notice, links, look) =>
      checked(file, 'notice', links.off, () => own.notice?.(notice, links, look)),
  };
  const used: MailTemplate = {
    ...houseTemplate,
    ...Object.fromEntries(
      functions.flatMap((name) => (own[name] === undefined ? [] : [[name, template[name]]])),
    ),
  };
  drawSamples(used, theme);
  return used;
}

async function readModule(file: string): Promise<Partial<MailTemplate>> {
  if (!existsSync(file))
    throw new SettingsError(
      `The mail template ${file} does not exist.`,
      'Correct mail.template in broadsheet.config.ts: a path that starts from the folder of that file.',
    );
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as typeof module;
  } catch (error) {
    throw new SettingsError(`The mail template ${file} could not be read: ${reason(error)}`, guide, error);
  }
  const own = module.default;
  if (typeof own !== 'object' || own === null)
    throw new SettingsError(
      `The mail template ${file} has no object as its default export.`,
      `Write: export default { digest(digest, links, theme) { … } }. ${guide}`,
    );
  const names = Object.keys(own);
  const [unknown] = names.filter((name) => !(functions as readonly string[]).includes(name));
  if (unknown !== undefined || names.length === 0)
    throw new SettingsError(
      unknown === undefined
        ? `The mail template ${file} is empty.`
        : `The mail template ${file} has “${unknown}”, and nothing calls it.`,
      `A template may have: ${functions.join(', ')}.`,
    );
  for (const [name, value] of Object.entries(own))
    if (typeof value !== 'function')
      throw new SettingsError(`${name} of the mail template ${file} is not a function.`, guide);
  return own;
}

/** @param needed an address without which the mail would be of no use */
function checked(file: string, name: keyof MailTemplate, needed: string | null, draw: () => unknown): Drawn {
  const fail = (what: string, cause?: unknown) =>
    new SettingsError(
      `${name}() of the mail template ${file} ${what}.`,
      `It gives { subject, html, text }, all of them text, and the subject on one line. ${guide}`,
      cause,
    );
  let drawn: unknown;
  try {
    drawn = draw();
  } catch (error) {
    throw fail(`failed: ${reason(error)}`, error);
  }
  if (drawn instanceof Promise) {
    // It may fail later, when nobody listens any more.
    drawn.catch(() => undefined);
    throw fail('gave a promise: it must give the mail itself, so it cannot be async');
  }
  if (typeof drawn !== 'object' || drawn === null) throw fail('gave no object');
  const { subject, html, text } = drawn as Partial<Record<keyof Drawn, unknown>>;
  if (typeof subject !== 'string' || subject.trim() === '') throw fail('gave no subject');
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject))
    throw fail('gave a subject with line breaks or control characters');
  if (subject.length > 300) throw fail(`gave a subject of ${subject.length} characters; 300 are the most`);
  if (typeof html !== 'string' || html.trim() === '') throw fail('gave no html');
  if (typeof text !== 'string' || text.trim() === '') throw fail('gave no text');
  if (needed !== null) {
    const [part] = [
      ...(html.includes(needed) || html.includes(escapeXml(needed)) ? [] : ['html']),
      ...(text.includes(needed) ? [] : ['text']),
    ];
    if (part !== undefined) throw fail(`left out of its ${part} the address ${neededLink[name]}`);
  }
  return { subject, html, text };
}

const neededLink = {
  digest: 'links.unsubscribe, at which the reader can leave',
  confirmation: 'links.confirm, at which the reader confirms',
  links: 'links.manage, which the mail is for',
  account: 'links.follow, which the mail is for',
  notice: 'links.off, at which the member turns such mails off',
};

function drawSamples(template: MailTemplate, theme: MailTheme): void {
  const { site, manage } = sampleLinks;
  template.digest(sampleDigest, sampleLinks, theme);
  template.digest(
    sampleDigest,
    { site, issue: null, manage: null, unsubscribe: null, paperActions: null },
    theme,
  );
  template.confirmation(
    {
      address: 'reader@example.org',
      plan: {
        wish: { kind: 'trending' },
        cadence: { frequency: 'weekdays', weekday: 1, hour: 7, timeZone: 'Europe/Berlin' },
        count: 10,
        length: 'short',
      },
      expiresAt: new Date('2026-03-06T07:00:00Z'),
    },
    { site, confirm: `${site}/subscribe/confirm/sample` },
    theme,
  );
  template.links(
    { address: 'reader@example.org', subscriptions: 2 },
    { site, manage: manage ?? site },
    theme,
  );
  for (const kind of ['sign-in', 'sign-up', 'invitation', 'change-address', 'unknown'] as const)
    template.account(
      { kind, role: kind === 'invitation' ? 'editor' : null, address: 'reader@example.org' },
      { site, follow: `${site}/sign-in/link/sample` },
      theme,
    );
  template.notice(
    {
      handle: 'reader',
      settingsId: 1,
      talks: [
        {
          followId: 1,
          key: '2103.03230',
          title: 'Barlow Twins: Self-Supervised Learning via Redundancy Reduction',
          comments: [
            { id: 1, by: 'Ada', text: 'Is the loss not just $\\sum_i (1 - C_{ii})^2$?', reason: 'answer' },
          ],
        },
      ],
    },
    {
      site,
      off: `${site}/notices/sample`,
      comment: (id) => `${site}/talk/${id}`,
      talkOff: () => `${site}/notices/talk/sample`,
    },
    theme,
  );
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
