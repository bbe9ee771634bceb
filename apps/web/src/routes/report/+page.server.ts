import { findPaper, getPapers } from '@broadsheet/papers';
import {
  fileReport,
  getComment,
  memberCalled,
  mostWaiting,
  Report,
  reportReasons,
  type ReportedKind,
} from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { renderText } from '../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

interface Reported {
  kind: ReportedKind;
  /** As the store knows it. */
  id: string;
  /** What is reported, as markup. */
  titleHtml: string;
  path: string;
}

/** A form to tell the editors of a paper, a comment or a member: `/report?kind=paper&id=2103.03230`. */
export const load: PageServerLoad = async (event) => {
  requireMember(event, 'report');
  const { searchParams } = event.url;
  const { titleHtml, kind, path } = await reportedBy(searchParams.get('kind'), searchParams.get('id'));
  return { kind, path, titleHtml, reasons: Object.entries(reportReasons), sent: searchParams.has('sent') };
};

export const actions: Actions = {
  default: async (event) => {
    const member = requireMember(event, 'report');
    const { searchParams } = event.url;
    const reported = await reportedBy(searchParams.get('kind'), searchParams.get('id'));
    const form = await readForm(event.request);
    const given = { reason: String(form.get('reason') ?? ''), note: String(form.get('note') ?? '') };
    const report = Report.safeParse({ ...given, kind: reported.kind, id: reported.id });
    if (!report.success)
      return fail(400, {
        ...given,
        troubles: Object.fromEntries(
          report.error.issues.map(({ path, message }) => [path.join('.'), message]),
        ),
      });
    const outcome = await fileReport(library(), member.id, report.data, now());
    if (outcome === 'unknown') error(404, { message: 'That is not there any more.' });
    if (outcome === 'too-many')
      return fail(429, {
        ...given,
        troubles: {
          reason: `${mostWaiting} of your reports wait for an answer. Send more when some are answered.`,
        } as Record<string, string>,
      });
    redirect(303, `/report?${new URLSearchParams({ ...Object.fromEntries(searchParams), sent: '' })}`);
  },
};

/** What the address names. Answers 404 where it names nothing. */
async function reportedBy(kind: string | null, name: string | null): Promise<Reported> {
  const reported = name === null || name === '' ? null : await find(kind, name.slice(0, 500));
  if (reported === null)
    error(404, {
      message: 'That address names nothing that can be reported. Use the link beside the thing itself.',
    });
  return reported;
}

async function find(kind: string | null, name: string): Promise<Reported | null> {
  switch (kind) {
    case 'paper': {
      const found = await findPaper(library(), name);
      const [paper] = found === null ? [] : await getPapers(library(), [found.id]);
      return paper === undefined
        ? null
        : { kind, id: String(paper.id), titleHtml: renderText(paper.title), path: `/papers/${paper.key}` };
    }
    case 'comment': {
      if (!/^\d{1,15}$/.test(name)) return null;
      const comment = await getComment(library(), Number(name), now());
      const [paper] = comment === null ? [] : await getPapers(library(), [comment.paperId]);
      return paper === undefined
        ? null
        : {
            kind,
            id: name,
            titleHtml: `a comment on ${renderText(paper.title)}`,
            path: `/papers/${paper.key}/talk#c${name}`,
          };
    }
    case 'member': {
      const member = await memberCalled(library(), name);
      return member === null
        ? null
        : { kind, id: member.id, titleHtml: renderText(`@${member.handle}`), path: '/' };
    }
    default:
      return null;
  }
}
