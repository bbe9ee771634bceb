import { createToken, listTokens, mostTokens, revokeToken, tidyName } from '@broadsheet/people';
import type { makeToken, me, revoke, tokens } from './account-operations.ts';
import { askedBy, type Answerer } from './operation.ts';
import { ApiProblem } from './problem.ts';

export const answerMe: Answerer<typeof me> = async (_, asking) => {
  const { handle, name, email, role, orcid } = askedBy(asking);
  return { body: { handle, name, email, role, orcid, scopes: asking.scopes ? [...asking.scopes] : null } };
};

export const answerTokens: Answerer<typeof tokens> = async (_, asking) => {
  const items = await listTokens(asking.store, askedBy(asking).id);
  return {
    body: {
      items: items.map(({ createdAt, expiresAt, usedAt, ...token }) => ({
        ...token,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
        usedAt: usedAt?.toISOString() ?? null,
      })),
    },
  };
};

export const answerMakeToken: Answerer<typeof makeToken> = async ({ body }, asking) => {
  const { scopes: own, store, now } = asking;
  const name = tidyName(body.name);
  if (name === null) throw wrong('name', 'Give a name of 1 to 80 characters.');
  const more = own ? body.scopes.filter((scope) => !own.includes(scope)) : [];
  if (more.length > 0)
    throw wrong('scopes', `This token has not ${more.join(', ')} itself, so that it cannot give it.`);
  const wanted = body.days === null ? null : new Date(now.getTime() + body.days * 86_400_000);
  const made = await createToken(store, askedBy(asking).id, {
    name,
    scopes: body.scopes,
    expiresAt: wanted,
    now,
  });
  if (made === null)
    throw new ApiProblem(
      409,
      'Too many tokens',
      `You have ${mostTokens}. Revoke one that is not used any more.`,
    );
  return { body: { id: made.id, token: made.token } };
};

export const answerRevoke: Answerer<typeof revoke> = async ({ params }, asking) => {
  if (!(await revokeToken(asking.store, askedBy(asking).id, Number(params.id))))
    throw new ApiProblem(
      404,
      'No such token',
      'You have no token of this number. GET /api/v1/me/tokens lists them.',
    );
  return { body: null };
};

function wrong(field: string, remedy: string): ApiProblem {
  return new ApiProblem(400, 'The request has a field that does not fit.', `${field}: ${remedy}`, [
    { field, remedy },
  ]);
}
