import { SubscriptionPlan } from '@broadsheet/mail';
import { categoryCodes, listCategories, type Store } from '@broadsheet/papers';
import type { PlanForm, PlanTroubles } from '../../plan-form.ts';

/** What nobody has chosen: the trending papers, every weekday at seven. */
const presets: PlanForm = {
  kind: 'trending',
  value: '',
  frequency: 'weekdays',
  weekday: '1',
  hour: '7',
  timeZone: 'UTC',
  count: '10',
  length: 'short',
};

/** Longer than anything that is right; what is typed comes back to the page. */
const longest = 2000;

/** The fields of a form or a query string; those that it lacks have their presets. */
export function readPlanForm(form: FormData | URLSearchParams): PlanForm {
  const names = Object.keys(presets) as (keyof PlanForm)[];
  return Object.fromEntries(names.map((name) => [name, readField(form, name) ?? presets[name]])) as Record<
    keyof PlanForm,
    string
  >;
}

/** A field as it was typed, cut where it is endless; null where there is none, or a file is in its place. */
export function readField(form: FormData | URLSearchParams, name: string): string | null {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, longest).toWellFormed() : null;
}

export function planFormOf({ wish, cadence, count, length }: SubscriptionPlan): PlanForm {
  return {
    kind: wish.kind,
    value: 'value' in wish ? wish.value : '',
    frequency: cadence.frequency,
    weekday: String(cadence.weekday),
    hour: String(cadence.hour),
    timeZone: cadence.timeZone,
    count: String(count),
    length,
  };
}

/** The plan that a form asks for, or what is wrong with the form. */
export async function checkPlanForm(
  store: Pick<Store, 'query'>,
  form: PlanForm,
): Promise<{ plan: SubscriptionPlan; troubles: null } | { plan: null; troubles: PlanTroubles }> {
  const { success, data, error } = SubscriptionPlan.safeParse({
    wish: takesNoValue(form.kind) ? { kind: form.kind } : { kind: form.kind, value: form.value },
    cadence: {
      frequency: form.frequency,
      weekday: wholeNumber(form.weekday),
      hour: wholeNumber(form.hour),
      timeZone: form.timeZone.trim(),
    },
    count: wholeNumber(form.count),
    length: form.length,
  });
  if (!success) {
    const fields = error.issues.map(({ path }) => String(path.at(-1)) as keyof PlanForm);
    return {
      plan: null,
      troubles: Object.fromEntries(fields.map((field) => [field, remedy(field, form)])),
    };
  }
  if (data.wish.kind !== 'category') return { plan: data, troubles: null };
  const value = await categoryCalled(store, data.wish.value);
  if (value !== null) return { plan: { ...data, wish: { kind: 'category', value } }, troubles: null };
  return {
    plan: null,
    troubles: { value: `There is no category “${data.wish.value}” here. Give its code, such as cs.LG.` },
  };
}

/** Whether a kind of papers says all by itself. */
function takesNoValue(kind: string): boolean {
  return kind === 'trending' || kind === 'following';
}

function wholeNumber(text: string): number {
  return /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : Number.NaN;
}

function remedy(field: keyof PlanForm, form: PlanForm): string {
  switch (field) {
    case 'value':
      return form.value.trim() === '' ? missing(form.kind) : 'Shorten this to one line of words.';
    case 'weekday':
      return 'Choose a day of the week.';
    case 'hour':
      return 'Choose an hour from 0 to 23.';
    case 'timeZone':
      return 'Choose a time zone of the list, such as Europe/Berlin or UTC.';
    case 'count':
      return 'Give a whole number from 1 to 50.';
    case 'kind':
    case 'frequency':
    case 'length':
      return 'Choose one of the list.';
  }
}

function missing(kind: string): string {
  switch (kind) {
    case 'category':
      return 'Give the code of a category, such as cs.LG.';
    case 'author':
      return 'Give a name, such as Geoffrey Hinton.';
    case 'venue':
      return 'Give a venue, as its page here is called.';
    case 'search':
      return 'Give a query, such as cat:cs.CV diffusion.';
    default:
      return 'Give a few words, such as contrastive learning.';
  }
}

/** A category's code in its own spelling, where arXiv knows it or papers here have it; an archive stands for all of its own. */
async function categoryCalled(store: Pick<Store, 'query'>, code: string): Promise<string | null> {
  const known = (await listCategories(store)).map(({ category }) => category);
  const wanted = code.toLowerCase();
  const same = [...categoryCodes(code), ...known].find((name) => name.toLowerCase() === wanted);
  return same ?? (known.some((name) => name.startsWith(`${code}.`)) ? code : null);
}
