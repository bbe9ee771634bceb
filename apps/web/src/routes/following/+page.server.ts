import {
  addFollow,
  changeReadingSettings,
  clusterAuthor,
  correctAuthor,
  deleteFollow,
  followWords,
  getReadingSettings,
  readFollow,
  rulesInForce,
} from '@broadsheet/people';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { followPath } from '../../lib/server/follows/follow-path.ts';
import { followedDays, followedPapers } from '../../lib/server/follows/followed-papers.ts';
import { library } from '../../lib/server/library.ts';
import { withOwnMarks } from '../../lib/server/own-marks.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { hiddenAmong } from '../../lib/server/rules/describe-hidden.ts';
import { toCard } from '../../lib/server/to-card.ts';
import { wayBack } from '../../lib/server/way-back.ts';
import type { Actions, PageServerLoad } from './$types';

const pageSize = 25;
const Page = z.coerce.number().int().min(1).max(4000).catch(1);

/** What is new of what a member follows, and all that they follow. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const { follows, entries, hidden } = await followedPapers(library(), member.id, now());
  const rules = hidden.length === 0 ? null : await rulesInForce(library(), member.id, now());
  const pages = Math.max(1, Math.ceil(entries.length / pageSize));
  const page = Math.min(pages, Page.parse(event.url.searchParams.get('page') ?? undefined));
  const first = (page - 1) * pageSize;
  const shown = entries.slice(first, first + pageSize);
  const cards = await withOwnMarks(
    member,
    shown.map(({ paper }) => toCard(paper)),
  );
  const { sharesVotes } = await getReadingSettings(library(), member.id);
  return {
    follows: follows.map(({ id, kind, value, label, identity }) => ({
      id,
      kind,
      label,
      path: followPath({ kind, value }),
      /** Where to say which of those who share the name is meant. */
      choosePath: kind === 'author' ? `/following/authors/${encodeURIComponent(value)}` : null,
      chosen: identity !== null,
    })),
    items: shown.map(({ paper, by }, index) => ({
      card: cards[index] ?? toCard(paper),
      because: followWords(by),
      /** Authors of whom it is a guess, or was none yet: the reader may say that it is not theirs. */
      doubtful: by.flatMap(({ follow, match }) =>
        follow.kind === 'author' && match !== 'told' && match !== 'orcid'
          ? { id: follow.id, label: follow.label }
          : [],
      ),
    })),
    hidden: rules === null ? null : await hiddenAmong(rules, hidden, { more: false, shown: false }),
    total: entries.length,
    firstRank: first + 1,
    page,
    pages,
    days: followedDays,
    sharesVotes,
  };
};

const Id = z.coerce.number().int().positive();
type Asked = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'setHeaders'>;

async function asked(
  event: Asked,
): Promise<{ memberId: string; form: FormData; idOf: (name: string) => number }> {
  const { id: memberId } = requireMember(event, 'keep own things');
  const form = await readForm(event.request);
  return { memberId, form, idOf: (name) => Id.catch(0).parse(form.get(name)) };
}

export const actions: Actions = {
  /** Follows, and leads back; an author whose name several seem to bear has first to be told apart. */
  add: async (event) => {
    const { memberId, form } = await asked(event);
    const typed = { kind: form.get('kind'), value: form.get('value') };
    const { follow, troubles } = await readFollow(library(), typed);
    const values = {
      kind: typeof typed.kind === 'string' ? typed.kind.slice(0, 20) : '',
      value: typeof typed.value === 'string' ? typed.value.slice(0, 1000).toWellFormed() : '',
    };
    if (follow === null) return fail(400, { said: '', values, troubles });
    if (follow.kind === 'author' && (await clusterAuthor(library(), follow.value)).length > 1)
      redirect(303, `/following/authors/${encodeURIComponent(follow.value)}`);
    const kept = await addFollow(library(), memberId, follow, now());
    if ('refused' in kept) return fail(400, { said: '', values, troubles: { value: kept.refused } });
    redirect(303, wayBack(form, '/following'));
  },

  remove: async (event) => {
    const { memberId, form, idOf } = await asked(event);
    await deleteFollow(library(), memberId, idOf('id'));
    redirect(303, wayBack(form, '/following'));
  },

  /** “Not this one”: a paper is by somebody else of the same name. */
  correct: async (event) => {
    const { memberId, form, idOf } = await asked(event);
    const follow = await correctAuthor(library(), memberId, idOf('id'), idOf('paper'), false);
    if (follow === null)
      return fail(404, { said: 'You do not follow that author any more, or the paper is gone.' });
    redirect(303, wayBack(form, '/following'));
  },

  share: async (event) => {
    const { memberId, form } = await asked(event);
    const sharesVotes = form.get('share') === 'yes';
    await changeReadingSettings(library(), memberId, { sharesVotes });
    return {
      said: sharesVotes
        ? 'Others can follow what you vote for from now on.'
        : 'Nobody can follow what you vote for any more.',
    };
  },
};
