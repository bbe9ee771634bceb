import type { Store } from '@broadsheet/papers';
import type { Member } from '../members/member.ts';
import type { AccountSettings, Provider } from './account-settings.ts';
import type { PasskeyAnswer } from './passkey-answer.ts';

export interface AccountsOptions {
  store: Store;
  /** What signs cookies: `accountKey(store)`. */
  key: string;
  /** The site's address, without a slash at its end. */
  site: string;
  settings: AccountSettings;
  /** Hears what better-auth has to say to the operator. */
  onLog?: (level: 'warn' | 'error', message: string) => void;
}

/** Somebody who is signed in, and by what. */
export interface SignedIn {
  member: Member;
  /** The session's name, which opens nothing. */
  sessionId: string;
  /** Whether they have just proved who they are: see `freshFor`. */
  isFresh: boolean;
  /** `Set-Cookie` headers that prolong the session; often none. */
  cookies: string[];
}

/** What came of a request to sign in: `Set-Cookie` headers, and who it is. */
export interface Entered {
  memberId: string;
  cookies: string[];
}

/** Signing in and out, by better-auth on our store. Headers are those of the request (see `requestHeaders` in the site). */
export interface Accounts {
  /** Who a request's cookie belongs to; null where it has none that is good. */
  read(headers: Headers): Promise<SignedIn | null>;
  /**
   * Checks an address and a password. It takes the same work whether or not there is such an account.
   * @returns null where they do not belong together.
   */
  enterByPassword(given: { email: string; password: string }, headers: Headers): Promise<Entered | null>;
  /** Begins a session for somebody who has proved who they are in another way. */
  enterAs(memberId: string, headers: Headers): Promise<Entered>;
  /** Ends the session of this request. @returns `Set-Cookie` headers that remove the cookie. */
  leave(headers: Headers): Promise<string[]>;
  /**
   * Where to send a browser so that it signs in by a provider, or so that the account there is linked to the one that is
   * signed in here. @returns null where the provider cannot be reached.
   */
  toProvider(
    provider: Provider['id'],
    paths: { back: string; trouble: string; link: boolean },
    headers: Headers,
  ): Promise<{ url: string; cookies: string[] } | null>;
  /** Answers a browser that comes back from a provider: `GET /auth/callback/<provider>`. */
  fromProvider(request: Request): Promise<Response>;
  /** What an authenticator is asked, as JSON (WebAuthn, PublicKeyCredentialRequestOptions and …CreationOptions). */
  passkeyQuestion(
    about: 'sign-in' | 'add',
    headers: Headers,
  ): Promise<{ question: object; cookies: string[] } | null>;
  /** Signs in by what an authenticator has answered; null where that proves nothing. */
  enterByPasskey(answer: PasskeyAnswer, headers: Headers): Promise<Entered | null>;
  /** Keeps a new passkey of whoever is signed in; false where its answer proves nothing. */
  addPasskey(answer: PasskeyAnswer, name: string, headers: Headers): Promise<boolean>;
}

/** Under which header the site tells the network of a request; what a client sends under this name is overwritten. */
export const networkHeader = 'x-broadsheet-network';
