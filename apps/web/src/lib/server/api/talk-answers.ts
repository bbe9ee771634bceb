import { getPapers, type Store } from '@broadsheet/papers';
import {
  CommentText,
  commentHistory,
  editComment,
  followTalk,
  getComment,
  newestComments,
  removeOwnComment,
  toggleReaction,
  writeComment,
  type Comment,
  type PlacedComment,
} from '@broadsheet/people';
import type { z } from 'zod';
import { renderComments } from '../talk/show-comments.ts';
import { askedBy, type Answerer, type Asking } from './operation.ts';
import { paperNamed } from './paper-named.ts';
import { ApiProblem } from './problem.ts';
import type {
  changeComment,
  comment,
  Comment as CommentSchema,
  comments,
  followTalkOperation,
  history,
  paperComments,
  react,
  removeComment,
  unreact,
  writePaperComment,
} from './talk-operations.ts';

export const answerComments: Answerer<typeof comments> = async ({ query }, asking) =>
  listed(asking, query, query.handle === undefined ? {} : { handle: query.handle });

export const answerPaperComments: Answerer<typeof paperComments> = async ({ params, query }, asking) =>
  listed(asking, query, { paperId: (await paperNamed(asking.store, params.key)).id });

export const answerWriteComment: Answerer<typeof writePaperComment> = async ({ params, body }, asking) => {
  const { store, now } = asking;
  const paper = await paperNamed(store, params.key);
  const written = await writeComment(store, askedBy(asking), {
    paperId: paper.id,
    parentId: body.parent,
    text: textOf(body.text),
    now,
  });
  if ('id' in written)
    return {
      body: await one(asking, written.id),
      headers: { location: `${asking.url.origin}/api/v1/comments/${written.id}` },
    };
  switch (written.refused) {
    case 'too-many':
      throw new ApiProblem(
        429,
        'That was quick',
        `You write more than one may. Send it again in ${written.seconds} seconds.`,
      );
    case 'locked':
      throw closed();
    case 'no-parent':
      throw new ApiProblem(
        409,
        'What it answers is gone',
        'parent names no comment that stands under this paper.',
        [{ field: 'parent', remedy: 'Give the number of a comment of this paper, or null.' }],
      );
    case 'no-paper':
      throw new ApiProblem(404, 'Paper not found', 'This paper is not here any more.');
  }
};

export const answerComment: Answerer<typeof comment> = async ({ params }, asking) => ({
  body: await one(asking, Number(params.id)),
});

export const answerChangeComment: Answerer<typeof changeComment> = async ({ params, body }, asking) => {
  const id = Number(params.id);
  const edited = await editComment(asking.store, askedBy(asking), {
    id,
    text: textOf(body.text),
    now: asking.now,
  });
  if (edited === 'not-yours') throw notYours();
  if (edited === 'locked') throw closed();
  if (edited === 'too-many')
    throw new ApiProblem(
      409,
      'Changed too often',
      'This comment was changed a hundred times: it stays as it is.',
    );
  return { body: await one(asking, id) };
};

export const answerRemoveComment: Answerer<typeof removeComment> = async ({ params }, asking) => {
  if (!(await removeOwnComment(asking.store, askedBy(asking), Number(params.id), asking.now)))
    throw notYours();
  return { body: null };
};

export const answerHistory: Answerer<typeof history> = async ({ params }, { store }) => {
  const versions = await commentHistory(store, Number(params.id));
  if (versions.length === 0) throw noComment();
  return {
    body: { items: versions.map((version) => ({ ...version, writtenAt: version.writtenAt.toISOString() })) },
  };
};

export const answerReact: Answerer<typeof react> = async ({ params }, asking) =>
  reacted(params, asking, true);

export const answerUnreact: Answerer<typeof unreact> = async ({ params }, asking) =>
  reacted(params, asking, false);

export const answerFollowTalk: Answerer<typeof followTalkOperation> = async ({ params, body }, asking) => {
  const paper = await paperNamed(asking.store, params.key);
  const state = body.state === 'own' ? null : body.state;
  await followTalk(asking.store, askedBy(asking).id, paper.id, state, asking.now);
  return { body: null };
};

async function reacted(
  { id, reaction }: { id: string; reaction: Parameters<typeof toggleReaction>[2]['reaction'] },
  asking: Asking,
  given: boolean,
): Promise<{ body: null }> {
  const now = await toggleReaction(asking.store, askedBy(asking), {
    id: Number(id),
    reaction,
    given,
    now: asking.now,
  });
  if (now === null)
    throw new ApiProblem(
      404,
      'No such comment',
      'There is no such comment, or it is your own: it takes no signs of you.',
    );
  return { body: null };
}

async function listed(
  { store, url, now }: Asking,
  { limit, before }: { limit: number; before?: string | undefined },
  selection: Parameters<typeof newestComments>[1],
) {
  const found = await newestComments(store, selection, {
    limit,
    before: before === undefined ? undefined : Number(before),
    now,
  });
  const last = found.at(-1);
  const next = new URL(url);
  next.searchParams.set('before', String(last?.id ?? 0));
  const html = await renderComments(found, { store, site: url.origin });
  return {
    body: { items: found.map((each) => toJson(each, html, url.origin)) },
    headers: last !== undefined && found.length === limit ? { link: `<${next.href}>; rel="next"` } : {},
  };
}

async function one({ store, url, now }: Asking, id: number): Promise<z.input<typeof CommentSchema>> {
  const found = await getComment(store, id, now);
  if (found === null) throw noComment();
  const placed = await place(found, store);
  return toJson(placed, await renderComments([found], { store, site: url.origin }), url.origin);
}

async function place(found: Comment, store: Store): Promise<PlacedComment> {
  const [paper] = await getPapers(store, [found.paperId]);
  if (paper === undefined) throw noComment();
  return { ...found, paper: { id: paper.id, key: paper.key, title: paper.title } };
}

function toJson(
  { id, parentId, author, text, createdAt, editedAt, removed, reactions, paper }: PlacedComment,
  html: ReadonlyMap<number, string>,
  site: string,
): z.input<typeof CommentSchema> {
  return {
    id,
    url: `${site}/talk/${id}`,
    paper: paper.key,
    parent: parentId,
    author: author && {
      handle: author.handle,
      name: author.name,
      isPaperAuthor: author.isPaperAuthor,
      isEditor: author.isEditor,
    },
    text,
    html: removed === null ? (html.get(id) ?? '') : '',
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    removed,
    reactions,
  };
}

function textOf(given: string): string {
  const read = CommentText.safeParse(given);
  if (read.success) return read.data;
  const remedy = read.error.issues[0]?.message ?? 'Give 1 to 10,000 characters.';
  throw new ApiProblem(400, 'The text cannot be kept', `text: ${remedy}`, [{ field: 'text', remedy }]);
}

const noComment = () => new ApiProblem(404, 'No such comment', 'There is no comment of this number.');
const notYours = () =>
  new ApiProblem(
    404,
    'No such comment of yours',
    'There is no comment of this number that is yours and stands.',
  );
const closed = () =>
  new ApiProblem(
    409,
    'The talk is closed',
    'An editor has closed this talk: it can be read, and nothing more is written.',
  );
