import type { PaperSummary } from '@broadsheet/papers';
import {
  CommentText,
  editComment,
  followState,
  followTalk,
  getComment,
  isLocked,
  isReaction,
  may,
  readTalk,
  removeOwnComment,
  toggleReaction,
  writeComment,
  type Comment,
  type TalkOrder,
} from '@broadsheet/people';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../../../lib/server/access/require-member.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { paperAt } from '../../../../lib/server/paper-at.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import { siteUrl } from '../../../../lib/server/site-url.ts';
import { commentPath, talkPath } from '../../../../lib/server/talk/comment-path.ts';
import { previewText, showThreads } from '../../../../lib/server/talk/show-comments.ts';
import type { CommentForm } from '../../../../lib/talk/shown-comment.ts';
import type { Actions, PageServerLoad } from './$types';

const Numbered = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** The talk about a paper, and, for those who may write, the forms to take part in it. */
export const load: PageServerLoad = async (event) => {
  const { params, url, locals, setHeaders } = event;
  const paper = await paperAt(params.key);
  if (paper.key !== params.key) redirect(301, `/papers/${paper.key}/talk${url.search}`);
  const asked = {
    answer: Numbered.safeParse(url.searchParams.get('answer')).data ?? null,
    edit: Numbered.safeParse(url.searchParams.get('edit')).data ?? null,
  };
  const wantsToWrite = asked.answer !== null || asked.edit !== null || url.searchParams.has('write');
  if (wantsToWrite) requireMember(event, 'comment');
  else if (locals.member === null) setHeaders({ 'cache-control': 'public, max-age=30' });
  const { member } = locals;
  const order = orderOf(url);
  const page = await readTalk(library(), paper.id, { order, page: pageOf(url), now: now() });
  const locked = await isLocked(library(), paper.id);
  return {
    paper: {
      key: paper.key,
      title: paper.title,
      titleHtml: renderText(paper.title),
      comments: paper.comments,
    },
    order,
    page: { number: page.page, pages: page.pages, total: page.total, left: page.left },
    paths: {
      best: talkPath(paper.key, { order: 'best', page: 1 }),
      new: talkPath(paper.key, { order: 'new', page: 1 }),
      previous: page.page > 1 ? talkPath(paper.key, { order, page: page.page - 1 }) : null,
      next: page.page < page.pages ? talkPath(paper.key, { order, page: page.page + 1 }) : null,
    },
    threads: await showThreads(page.threads, { store: library(), member, now: now() }),
    locked,
    mayWrite: may(member, 'comment') && !locked,
    mayFollow: may(member, 'keep own things'),
    signedIn: member !== null,
    following: member === null ? null : await followState(library(), member.id, paper.id),
    writing: locked ? null : await beginning(asked, url, member?.handle),
    address: `${siteUrl(url)}/papers/${paper.key}/talk`,
  };
};

export const actions: Actions = {
  /** Takes a comment, an answer or an edit; or shows what it would look like (`do=preview`). */
  write: async (event) => {
    const member = requireMember(event, 'comment');
    const paper = await paperAt(event.params.key ?? '');
    const form = await readForm(event.request);
    const typed: CommentForm = {
      text: textOf(form.get('text')),
      answer: Numbered.safeParse(form.get('answer')).data ?? null,
      edit: Numbered.safeParse(form.get('edit')).data ?? null,
      trouble: '',
      preview: null,
    };
    const read = CommentText.safeParse(typed.text);
    if (!read.success)
      return fail(400, {
        writing: { ...typed, trouble: read.error.issues[0]?.message ?? 'That cannot be kept.' },
      });
    if (form.get('do') === 'preview')
      return { writing: { ...typed, preview: await previewText(read.data, library()) } };
    const order = orderOf(event.url);
    if (typed.edit !== null) {
      const edited = await editComment(library(), member, { id: typed.edit, text: read.data, now: now() });
      if (edited === 'edited' || edited === 'unchanged')
        redirect(303, await commentPath(paper.key, { id: typed.edit, paperId: paper.id }, order));
      return fail(edited === 'not-yours' ? 404 : 409, {
        writing: { ...typed, trouble: editTroubles[edited] },
      });
    }
    const written = await writeComment(library(), member, {
      paperId: paper.id,
      parentId: typed.answer,
      text: read.data,
      now: now(),
    });
    if ('id' in written)
      redirect(303, await commentPath(paper.key, { id: written.id, paperId: paper.id }, order));
    if (written.refused === 'too-many') {
      event.setHeaders({ 'retry-after': String(written.seconds) });
      return fail(429, {
        writing: { ...typed, trouble: `That was quick. Send it again in ${waitWords(written.seconds)}.` },
      });
    }
    return fail(409, { writing: { ...typed, trouble: writeTroubles[written.refused] } });
  },
  remove: async (event) => {
    const member = requireMember(event, 'comment');
    const { comment, paper } = await commentIn(event, await readForm(event.request));
    if (!(await removeOwnComment(library(), member, comment.id, now())))
      error(404, { message: 'This comment is not yours, or it is gone already.' });
    redirect(303, talkPath(paper.key, { order: orderOf(event.url), page: pageOf(event.url) }));
  },
  /** Gives a sign or takes it back: which of both is wanted, the form says, so that a second press changes nothing. */
  react: async (event) => {
    const member = requireMember(event, 'comment');
    const form = await readForm(event.request);
    const { comment, paper } = await commentIn(event, form);
    const reaction = textOf(form.get('reaction'));
    if (!isReaction(reaction))
      error(400, { message: 'There is no such sign. Go back and press the button again.' });
    const given = form.get('given') === 'yes';
    if ((await toggleReaction(library(), member, { id: comment.id, reaction, given, now: now() })) === null)
      error(409, { message: 'This comment is yours, or it is gone: it takes no signs of you.' });
    redirect(303, await commentPath(paper.key, comment, orderOf(event.url)));
  },
  follow: async (event) => {
    const member = requireMember(event, 'keep own things');
    const paper = await paperAt(event.params.key ?? '');
    const wanted = (await readForm(event.request)).get('state');
    const state = wanted === 'on' || wanted === 'off' ? wanted : null;
    await followTalk(library(), member.id, paper.id, state, now());
    redirect(303, talkPath(paper.key, { order: orderOf(event.url), page: pageOf(event.url) }));
  },
};

const writeTroubles = {
  locked: 'An editor has closed this talk: it can be read, and nothing more is written here.',
  'no-paper': 'This paper is not here any more.',
  'no-parent': 'What this answers was removed meanwhile. Copy your text, and begin a new thread with it.',
} as const;

const editTroubles = {
  locked: writeTroubles.locked,
  'too-many': 'This comment was changed a hundred times: it stays as it is.',
  'not-yours': 'This comment is not yours, or it is gone.',
} as const;

/** The comment that a form names, which must be one of this paper's. */
async function commentIn(
  { params }: Pick<RequestEvent, 'params'>,
  form: FormData,
): Promise<{ comment: Comment; paper: PaperSummary }> {
  const paper = await paperAt(params['key'] ?? '');
  const id = Numbered.safeParse(form.get('id')).data;
  const comment = id === undefined ? null : await getComment(library(), id, now());
  if (comment?.paperId !== paper.id) error(404, { message: 'There is no such comment under this paper.' });
  return { comment, paper };
}

/** The form as it stands when somebody wants to answer, quote or edit: with the words of the other, or their own. */
async function beginning(
  { answer, edit }: Pick<CommentForm, 'answer' | 'edit'>,
  url: URL,
  handle: string | undefined,
): Promise<CommentForm> {
  const empty: CommentForm = { text: '', answer: null, edit: null, trouble: '', preview: null };
  const id = edit ?? answer;
  const comment = id === null ? null : await getComment(library(), id, now());
  if (comment === null || comment.removed !== null) return empty;
  if (edit !== null)
    return comment.author?.handle === handle ? { ...empty, text: comment.text, edit } : empty;
  const quoted = url.searchParams.has('quote')
    ? `${comment.text.replace(/^/gm, '> ').slice(0, 4000)}\n\n`
    : '';
  return { ...empty, text: quoted, answer };
}

function orderOf(url: URL): TalkOrder {
  return url.searchParams.get('order') === 'new' ? 'new' : 'best';
}

function pageOf(url: URL): number {
  const page = Number(url.searchParams.get('page') ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}

function waitWords(seconds: number): string {
  return seconds <= 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
