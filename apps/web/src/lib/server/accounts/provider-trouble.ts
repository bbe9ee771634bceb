/** What better-auth says of a sign-in by a provider that came to nothing, in words for who tried. */
const words: Record<string, string> = {
  not_open: 'That account belongs to nobody here, and this site takes new members by invitation only.',
  no_address:
    'Your provider gives no mail address, which an account here needs. Make one by mail first, then link the other on your account page.',
  unproven_address:
    'Your provider does not say that your mail address is proven. Make an account by mail first, then link the other on your account page.',
  account_not_linked:
    'There is an account here with the address of that one. Sign in to it by mail or password, and link the other on your account page.',
  account_already_linked_to_different_user: 'That account is linked to somebody else here.',
  access_denied: 'You did not allow it there, so that nothing has changed here.',
};

/** @param code `error` in the query string, which anybody may have written; null where there is none. */
export function providerTrouble(code: string | null): string | null {
  if (code === null) return null;
  return (
    words[code.toLowerCase().replaceAll("'", '')] ??
    'Signing in there did not work. Try again, or sign in another way.'
  );
}
