import type { Accounts, AccountsOptions } from './accounts.ts';

/**
 * Opens accounts for one address of the site. better-auth is loaded when this is first called: commands, and sites to which
 * nobody signs in, do without.
 */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const { betterAuthAccounts } = await import('./better-auth-accounts.ts');
  return betterAuthAccounts(options);
}
