import { papersCalled, type Store } from '@broadsheet/papers';
import {
  membersCalled,
  mentionsIn,
  ownReactions,
  reactionNames,
  reactions,
  type Comment,
  type Member,
  type Reaction,
  type TalkNode,
} from '@broadsheet/people';
import { span } from '../../dates.ts';
import type { ShownComment } from '../../talk/shown-comment.ts';
import { papersNamedIn, renderMemberText, type MemberText } from '../render-markdown.ts';

interface Reading {
  store: Store;
  /** Who reads: their own signs and comments are marked. */
  member: Member | null;
  now: Date;
  /** Before links into the site, for what is read elsewhere. */
  site?: string;
}

type Known = Pick<MemberText, 'members' | 'papers'>;

/** Prepares threads for a page. */
export async function showThreads(threads: readonly TalkNode[], reading: Reading): Promise<ShownComment[]> {
  const all = everyIn(threads);
  const known = await knownIn(
    all.map(({ text }) => text),
    reading.store,
  );
  const own =
    reading.member === null
      ? new Map<number, Reaction[]>()
      : await ownReactions(
          reading.store,
          reading.member.id,
          all.map(({ id }) => id),
        );
  const show = (node: TalkNode): ShownComment => ({
    ...showComment(node, known, own.get(node.id) ?? [], reading),
    answers: node.answers.map(show),
  });
  return threads.map(show);
}

/** The HTML of comments by their numbers, for lists that show no threads, and for feeds. */
export async function renderComments(
  comments: readonly Comment[],
  { store, site }: Pick<Reading, 'store' | 'site'>,
): Promise<Map<number, string>> {
  const known = await knownIn(
    comments.map(({ text }) => text),
    store,
  );
  return new Map(comments.map((comment) => [comment.id, render(comment, known, site)]));
}

/** What a text would look like that somebody is about to send. */
export async function previewText(text: string, store: Store): Promise<string> {
  return renderMemberText(text, { ...(await knownIn([text], store)), isNew: true });
}

async function knownIn(texts: readonly string[], store: Store): Promise<Known> {
  const members = await membersCalled(store, [...new Set(texts.flatMap(mentionsIn))]);
  return {
    members: new Set(members.keys()),
    papers: await papersCalled(store, [...new Set(texts.flatMap(papersNamedIn))]),
  };
}

function render({ text, author }: Comment, known: Known, site?: string): string {
  return renderMemberText(text, {
    ...known,
    isNew: author?.isNew ?? true,
    ...(site === undefined ? {} : { site }),
  });
}

function showComment(
  comment: Comment,
  known: Known,
  given: readonly Reaction[],
  { member, now }: Reading,
): Omit<ShownComment, 'answers'> {
  const { id, depth, author, createdAt, editedAt, removed } = comment;
  const counts = new Map(comment.reactions.map(({ reaction, count }) => [reaction, count]));
  return {
    id,
    depth,
    html: removed === null ? render(comment, known) : '',
    author: author && {
      handle: author.handle,
      name: author.name,
      isPaperAuthor: author.isPaperAuthor,
      isEditor: author.isEditor,
    },
    at: createdAt.toISOString(),
    ago: `${span(now.getTime() - createdAt.getTime())} ago`,
    edited: editedAt !== null,
    removed,
    reactions: reactionNames.map((name) => ({
      name,
      words: reactions[name].words,
      count: counts.get(name) ?? 0,
      given: given.includes(name),
    })),
    isOwn: member !== null && author?.handle === member.handle,
  };
}

function everyIn(threads: readonly TalkNode[]): TalkNode[] {
  return threads.flatMap((node) => [node, ...everyIn(node.answers)]);
}
