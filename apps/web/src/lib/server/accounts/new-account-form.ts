import { longestName, parseHandle, passwordTrouble, tidyName } from '@broadsheet/people';

/** What somebody who makes an account types, as they typed it. */
export interface NewAccountValues {
  name: string;
  handle: string;
  email: string;
}

export type NewAccountTroubles = Partial<Record<keyof NewAccountValues | 'password', string>>;

export const nameTrouble = `Give a name of 1 to ${longestName} characters, as you wish to be called.`;
export const handleTrouble =
  'Give 2 to 30 of the letters a to z, digits, - and _. A few words, such as admin, are kept for the site.';

/** The name, handle and password of a form, or what is wrong with them. An empty password is none. */
export function checkNewAccount(
  values: NewAccountValues,
  password: string,
): { name: string; handle: string; troubles: null } | { troubles: NewAccountTroubles } {
  const name = tidyName(values.name);
  const handle = parseHandle(values.handle);
  const wrong = password === '' ? null : passwordTrouble(password, values);
  if (name !== null && handle !== null && wrong === null) return { name, handle, troubles: null };
  return {
    troubles: {
      ...(name === null ? { name: nameTrouble } : {}),
      ...(handle === null ? { handle: handleTrouble } : {}),
      ...(wrong === null ? {} : { password: wrong }),
    },
  };
}
