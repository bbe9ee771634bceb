export { accountKey } from './account-key.ts';
export * from './account-links.ts';
export {
  readAccountSettings,
  signUpPolicies,
  type AccountSettings,
  type Provider,
  type SignUpPolicy,
} from './account-settings.ts';
export * from './attempts.ts';
export { PasskeyAnswer } from './passkey-answer.ts';
export * from './password.ts';
export * from './sessions.ts';
export * from './ways-in.ts';
export {
  networkHeader,
  type Accounts,
  type AccountsOptions,
  type Entered,
  type SignedIn,
} from './accounts.ts';
export { openAccounts } from './open-accounts.ts';
