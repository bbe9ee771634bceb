import { currentDay, getPapers, countMeeting } from '@broadsheet/papers';
import {
  addRule,
  changeRule,
  countedDays,
  countHidden,
  deleteRule,
  importRules,
  isInForce,
  listRules,
  mostRules,
  readRule,
  recentPapers,
  replaceRule,
  tryRule,
  type Rule,
} from '@broadsheet/people';
import { fail, type RequestEvent } from '@sveltejs/kit';
import { longDay } from '../../lib/dates.ts';
import type { RuleForm, RuleFormTroubles } from '../../lib/rule-form.ts';
import { ruleInWords } from '../../lib/rule-words.ts';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { renderText } from '../../lib/server/render-text.ts';
import { readRuleForm, ruleInput } from '../../lib/server/rules/rule-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Papers of a trial that are named. */
const mostNamed = 8;
/** Longest file of rules, in bytes. */
const longestFile = 500_000;

/** A member's mute rules with what they hide, and a form for another, tried before it is kept where it is filled in. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const rules = await listRules(library(), member.id);
  const recent = recentPapers(now());
  const counts = await countHidden(library(), rules, recent);
  const [all = 0] = await countMeeting(library(), recent, [() => 'true']);
  const today = currentDay(now());
  const asked = readRuleForm(event.url.searchParams);
  return {
    rules: rules.map((rule, index) => describe(rule, counts[index] ?? 0, today)),
    recent: { papers: all, days: countedDays },
    mostRules,
    asked,
    trial: asked.value === '' ? null : await tryForm(asked),
  };
};

function describe(rule: Rule, hidden: number, today: string) {
  const { id, kind, value, label, until, paused } = rule;
  const over = until !== null && until < today;
  return {
    id,
    words: ruleInWords(rule),
    form: { kind, value: kind === 'author' || kind === 'category' ? value : label, until: until ?? '' },
    standing: paused ? ('paused' as const) : over ? ('over' as const) : ('active' as const),
    until: until === null ? '' : `${over ? 'Ended on' : 'Until'} ${longDay(until)}.`,
    hidden,
    inForce: isInForce(rule, today),
  };
}

/** What a rule would hide, or what is wrong with it. */
async function tryForm(form: RuleForm) {
  const { rule, troubles } = await readRule(library(), ruleInput(form), now());
  if (rule === null) return { troubles, words: '', tried: 0, day: null, hidden: 0, titles: [] };
  const { tried, day, hidden } = await tryRule(library(), rule);
  const papers = await getPapers(library(), hidden.slice(0, mostNamed));
  return {
    troubles: {} as RuleFormTroubles,
    words: ruleInWords(rule),
    tried,
    day: day === null ? null : longDay(day),
    hidden: hidden.length,
    titles: papers.map(({ key, title }) => ({ key, titleHtml: renderText(title) })),
  };
}

type Asked = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'setHeaders'>;

/** What a form names a rule by. */
function idOf(form: FormData): number {
  const text = form.get('id');
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** An action on one of the member's own rules. It tells the page which one, and what was done. */
function onRule<Answer>(act: (memberId: string, id: number, form: FormData) => Promise<Answer>) {
  return async (event: Asked): Promise<Answer> => {
    const { id: memberId } = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    return act(memberId, idOf(form), form);
  };
}

const gone = { id: null, said: 'That rule is gone already.', unread: [] };

export const actions: Actions = {
  add: async (event) => {
    const { id: memberId } = requireMember(event, 'keep own things');
    const form = readRuleForm(await readForm(event.request));
    const { rule, troubles } = await readRule(library(), ruleInput(form), now());
    if (rule === null) return fail(400, { id: null, said: '', unread: [], form, troubles });
    const kept = await addRule(library(), memberId, rule, now());
    if ('refused' in kept)
      return fail(400, { id: null, said: '', unread: [], form, troubles: { value: kept.refused } });
    return { id: null, said: `Kept: ${ruleInWords(kept)} is hidden from now on.`, unread: [] };
  },

  change: onRule(async (memberId, id, fields) => {
    const form = readRuleForm(fields);
    const { rule, troubles } = await readRule(library(), ruleInput(form), now());
    if (rule === null) return fail(400, { id, said: '', unread: [], form, troubles });
    const kept = await replaceRule(library(), memberId, id, rule, now());
    if (kept === null) return fail(404, gone);
    if ('refused' in kept)
      return fail(400, { id, said: '', unread: [], form, troubles: { value: kept.refused } });
    return { id: null, said: `Changed: ${ruleInWords(kept)}.`, unread: [] };
  }),

  pause: onRule(async (memberId, id, form) => {
    const paused = form.get('paused') === 'yes';
    const rule = await changeRule(library(), memberId, id, { paused });
    if (rule === null) return fail(404, gone);
    return { id, said: paused ? 'It rests.' : 'It goes on.', unread: [] };
  }),

  delete: onRule(async (memberId, id) => {
    const deleted = await deleteRule(library(), memberId, id);
    return { id: null, said: deleted ? 'Deleted.' : gone.said, unread: [] };
  }),

  import: onRule(async (memberId, _id, form) => {
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { id: null, said: 'Choose a file of rules first.', unread: [] });
    if (file.size > longestFile)
      return fail(400, { id: null, said: 'That file is too large for rules: 500 kB are read.', unread: [] });
    try {
      const { kept, unread } = await importRules(library(), memberId, await file.text(), now());
      const said = `${kept} ${kept === 1 ? 'rule was' : 'rules were'} taken in${unread.length > 0 ? `, ${unread.length} not` : ''}.`;
      return { id: null, said, unread };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return fail(400, { id: null, said: error.message, unread: [] });
    }
  }),
};
