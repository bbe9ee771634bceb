/** `owner/name`, as it stands in addresses of GitHub. */
export type RepositoryName = `${string}/${string}`;

/** First parts of paths at github.com that are no owners. */
const notOwners = new Set(
  'about apps collections contact customer-stories enterprise events explore features gist issues login marketplace new notifications orgs organizations pricing pulls search security settings signup site sponsors stars team topics trending users'.split(
    ' ',
  ),
);

/**
 * The repository that an address at GitHub belongs to: `https://github.com/o/r/tree/main/x` → `o/r`. null where it is
 * somebody's page, or not at GitHub. Names are not told apart by case.
 */
export function repositoryIn(address: string): RepositoryName | null {
  const url = URL.parse(address);
  if (url === null || !/^(www\.)?github\.com$/i.test(url.hostname)) return null;
  const [, owner = '', name = ''] = url.pathname.split('/');
  return repositoryNamed(`${owner}/${name.replace(/\.git$/i, '')}`);
}

/** Checks a full name. Source: the rules of GitHub's own forms for user and repository names. */
export function repositoryNamed(fullName: string): RepositoryName | null {
  const [, owner = '', name = ''] = /^([A-Za-z\d][A-Za-z\d-]{0,38})\/([\w.-]{1,100})$/.exec(fullName) ?? [];
  const isRepository = owner !== '' && !notOwners.has(owner.toLowerCase()) && !/^\.{1,2}$/.test(name);
  return isRepository ? `${owner}/${name}` : null;
}
