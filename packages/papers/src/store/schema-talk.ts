import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { members } from './schema-people.ts';
import { papers } from './schema.ts';

/**
 * Talk about papers, who their authors are, and what members bring: for packages/people. They lie here because there is one
 * database with one set of migrations.
 */

/** What somebody said of a paper, or in answer to somebody. */
export const comments = pgTable(
  'comments',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** Null where the account is gone. */
    memberId: text('member_id').references(() => members.id, { onDelete: 'set null' }),
    /** What it answers; null for what begins a thread. */
    parentId: id('parent_id').references((): AnyPgColumn => comments.id, { onDelete: 'cascade' }),
    /** What begins its thread; null for that itself. */
    rootId: id('root_id').references((): AnyPgColumn => comments.id, { onDelete: 'cascade' }),
    /** Answers above it. */
    depth: smallint().notNull().default(0),
    /** Markdown, as it was written. Empty where its author removed it. */
    text: text().notNull(),
    createdAt: instant('created_at').notNull(),
    editedAt: instant('edited_at'),
    removedAt: instant('removed_at'),
    /** `author` or `editor`. */
    removedBy: text('removed_by'),
    /** The lower bound of the share of approval: the order "best". Follows from the reactions. */
    best: doublePrecision().notNull().default(0),
  },
  (t) => [
    index('comments_paper').on(t.paperId, t.parentId, t.id),
    index('comments_root').on(t.rootId, t.id),
    index('comments_parent').on(t.parentId),
    index('comments_member').on(t.memberId, t.createdAt),
    index('comments_newest').on(t.createdAt.desc(), t.id.desc()),
  ],
);

/** What a comment said before it was edited. */
export const commentVersions = pgTable(
  'comment_versions',
  {
    commentId: id('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    /** From 1. */
    version: integer().notNull(),
    text: text().notNull(),
    /** When it was written. */
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.commentId, t.version] })],
);

/** One of a few signs, of a member to a comment. */
export const commentReactions = pgTable(
  'comment_reactions',
  {
    commentId: id('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    reaction: text().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.commentId, t.memberId, t.reaction] }),
    index('comment_reactions_member').on(t.memberId),
  ],
);

/** Whether a member wants to be told of a paper's talk: `on`, `off`, or nothing said, where only a link needs the row. */
export const talkFollows = pgTable(
  'talk_follows',
  {
    /** In signed links. */
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    state: text(),
    at: instant('at').notNull(),
  },
  (t) => [
    uniqueIndex('talk_follows_once').on(t.memberId, t.paperId),
    index('talk_follows_paper').on(t.paperId),
  ],
);

/** Who gets notices by mail at all, and when the last went out. Without a row: yes, and never. */
export const noticeSettings = pgTable('notice_settings', {
  /** In signed links. */
  id: id().primaryKey().generatedAlwaysAsIdentity(),
  memberId: text('member_id')
    .notNull()
    .unique()
    .references(() => members.id, { onDelete: 'cascade' }),
  offAt: instant('off_at'),
  lastMailAt: instant('last_mail_at'),
});

/** A mail that tells a member of several comments: fixed here before anything is sent. */
export const noticeMails = pgTable(
  'notice_mails',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    composedAt: instant('composed_at').notNull(),
  },
  (t) => [index('notice_mails_member').on(t.memberId)],
);

/** That a member is to be told of a comment: once, however many reasons there are. */
export const notices = pgTable(
  'notices',
  {
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    commentId: id('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    /** The strongest reason: `answer`, `mention` or `follow`. */
    reason: text().notNull(),
    at: instant('at').notNull(),
    /** The mail that tells of it; null while it waits. */
    mailId: id('mail_id').references(() => noticeMails.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.memberId, t.commentId] }),
    index('notices_waiting')
      .on(t.memberId, t.at)
      .where(sql`mail_id is null`),
    index('notices_mail').on(t.mailId),
    index('notices_comment').on(t.commentId),
  ],
);

/** That a member says to be an author of a paper, and what became of it. */
export const claims = pgTable(
  'claims',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** The author's name that they say is theirs, as it stood on the paper. */
    authorName: text('author_name').notNull(),
    /** What they say for it; for editors' eyes. */
    evidence: text().notNull().default(''),
    /** `waiting`, `accepted` or `refused`. */
    state: text().notNull(),
    /** `orcid` or `editor`; null while it waits. */
    decidedBy: text('decided_by'),
    editorId: text('editor_id').references(() => members.id, { onDelete: 'set null' }),
    /** What the editor says to it. */
    answer: text().notNull().default(''),
    createdAt: instant('created_at').notNull(),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    uniqueIndex('claims_once').on(t.paperId, t.memberId),
    index('claims_member').on(t.memberId),
    index('claims_waiting')
      .on(t.createdAt)
      .where(sql`state = 'waiting'`),
  ],
);

/** What a member brought: what was found for it waits here until they have seen it and say that it is right. */
export const submissions = pgTable(
  'submissions',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id').references(() => members.id, { onDelete: 'set null' }),
    /** What they gave: an address, an id, or BibTeX. */
    given: text().notNull(),
    /** What was found: a list of `FoundPaper`. Read and written by packages/people alone. */
    found: jsonb().$type<unknown>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** When it was taken in; null while it waits. */
    takenAt: instant('taken_at'),
  },
  (t) => [index('submissions_member').on(t.memberId, t.createdAt)],
);

/** The papers of a submission that was taken in. The first that brought a paper is credited. */
export const submittedPapers = pgTable(
  'submitted_papers',
  {
    submissionId: id('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    /** Whether it was not here before. */
    isNew: boolean('is_new').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.submissionId, t.paperId] }),
    index('submitted_papers_paper').on(t.paperId),
  ],
);

/** Where more of a paper is, by members' word. */
export const paperLinks = pgTable(
  'paper_links',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    memberId: text('member_id').references(() => members.id, { onDelete: 'set null' }),
    /** `code`, `project`, `media`, `dataset`, `model` or `demo`. */
    kind: text().notNull(),
    url: text().notNull(),
    createdAt: instant('created_at').notNull(),
    removedAt: instant('removed_at'),
    removedBy: text('removed_by').references(() => members.id, { onDelete: 'set null' }),
  },
  (t) => [
    uniqueIndex('paper_links_once').on(t.paperId, t.url),
    index('paper_links_member').on(t.memberId, t.createdAt),
  ],
);
