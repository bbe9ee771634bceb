import { FeedSettings } from '@broadsheet/people';
import type { z } from 'zod';
import type { GivenExamples } from './read-examples.ts';

/** A form about an interest, as it was typed. */
export interface InterestForm extends Pick<GivenExamples, 'authors' | 'text'> {
  name: string;
  papers: string;
}

/** A longer text is not sent back with the page; what was found in it is kept. */
const longestShown = 20_000;

export function readInterestForm(fields: FormData | URLSearchParams): InterestForm {
  const field = (name: string, longest: number) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.slice(0, longest).toWellFormed() : '';
  };
  return {
    name: field('name', 200),
    papers: field('papers', 500_000),
    authors: field('authors', 20_000),
    text: field('text', 20_000),
  };
}

/** What of a form goes back to the page. */
export function shownForm(form: InterestForm): InterestForm {
  return form.papers.length > longestShown ? { ...form, papers: '' } : form;
}

/** What a form with its file begins with. */
export async function givenOf(form: InterestForm, fields: FormData): Promise<GivenExamples> {
  const file = fields.get('file');
  if (!(file instanceof File) || file.size === 0) return form;
  // A file and a list of ids are two things; a file alone may be in any format of papers.
  const text = await file.text();
  return form.papers.trim() === ''
    ? { ...form, papers: text, fileName: file.name }
    : { ...form, papers: `${form.papers}\n${text}` };
}

export type SettingsTroubles = Partial<Record<keyof FeedSettings, string>>;

/** Sliders as numbers, or what is wrong with them by name. What a form leaves out stays as it is. */
export function readSettingsForm(
  fields: FormData,
  now: FeedSettings,
): { settings: FeedSettings; troubles: null } | { settings: null; troubles: SettingsTroubles } {
  const typed: Record<string, number> = { ...now };
  for (const name of Object.keys(now)) {
    const value = fields.get(name);
    if (typeof value === 'string' && value.trim() !== '') typed[name] = Number(value);
  }
  const read = FeedSettings.safeParse(typed);
  return read.success
    ? { settings: read.data, troubles: null }
    : { settings: null, troubles: troublesOf(read.error) };
}

function troublesOf(error: z.ZodError): SettingsTroubles {
  return Object.fromEntries(error.issues.map(({ path, message }) => [String(path[0]), message]));
}
