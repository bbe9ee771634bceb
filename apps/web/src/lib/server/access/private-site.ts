import { isSignedPath } from '../limits/signed-paths.ts';

/**
 * What is open to everybody also where the whole site is for members (`PRIVATE=1`): the way in, what programs ask to see
 * whether it runs, what has a key of its own in its address, and what asks for the operator by itself.
 */
const open =
  /^\/(sign-in|sign-up|auth|theme|healthz|readyz|metrics|admin|subscriptions\/feed|feeds\/private)(\/|$)/;

export function isOpenPath(pathname: string): boolean {
  return open.test(pathname) || isSignedPath(pathname);
}
