import { getAuthor } from '@broadsheet/papers';
import { addFollow, clusterAuthor, findFollow, identityOf, readFollow } from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../../../lib/server/access/require-member.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Of each who bears the name: papers, coauthors and fields that are named. */
const named = { papers: 4, coauthors: 5, categories: 4 } as const;
/** Who have one paper each are many under some names. */
const mostShown = 60;

/** Who stands behind a name, to choose from. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const author = await getAuthor(library(), event.params.key);
  if (author === null)
    error(404, {
      message: `Nobody here is called “${event.params.key}”. Search for a name with author:name.`,
    });
  const clusters = await clusterAuthor(library(), author.nameKey);
  const follow = await findFollow(library(), member.id, 'author', author.nameKey);
  const yes = new Set(follow?.identity?.yes ?? []);
  return {
    name: author.name,
    key: author.nameKey,
    follows: follow !== null,
    left: Math.max(0, clusters.length - mostShown),
    clusters: clusters.slice(0, mostShown).map(({ id, papers, orcids, coauthors, categories, years }) => ({
      id,
      papers: papers.length,
      orcids,
      coauthors: coauthors.slice(0, named.coauthors).map(({ key }) => key),
      categories: categories.slice(0, named.categories).map(({ code }) => code),
      years: years === null ? '' : years.from === years.to ? `${years.from}` : `${years.from}–${years.to}`,
      titles: papers
        .slice(0, named.papers)
        .map(({ paperId, title }) => ({ id: paperId, titleHtml: renderText(title) })),
      chosen: papers.some(({ paperId }) => yes.has(paperId)),
    })),
  };
};

export const actions: Actions = {
  /** Follows those who were ticked, or all who bear the name. */
  default: async (event) => {
    const { id: memberId } = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const { follow, troubles } = await readFollow(library(), { kind: 'author', value: event.params.key });
    if (follow === null) return fail(404, { trouble: troubles.value ?? 'Nobody here is called that.' });
    const wanted = new Set(form.getAll('cluster').map(String));
    const clusters = await clusterAuthor(library(), follow.value);
    const chosen = clusters.filter(({ id }) => wanted.has(String(id)));
    const all = form.get('who') === 'all';
    if (!all && chosen.length === 0)
      return fail(400, { trouble: 'Tick at least one, or follow all of the name.' });
    const identity = all
      ? null
      : identityOf(
          chosen,
          clusters.filter((one) => !chosen.includes(one)),
        );
    const kept = await addFollow(library(), memberId, { ...follow, identity }, now());
    if ('refused' in kept) return fail(400, { trouble: kept.refused });
    redirect(303, '/following');
  },
};
