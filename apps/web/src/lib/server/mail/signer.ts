import { openLinkSigner, type LinkSigner } from '@broadsheet/mail';
import { library } from '../library.ts';

let opened: Promise<LinkSigner> | null = null;

/** This installation's signer of links, opened when somebody first needs it. */
export function signer(): Promise<LinkSigner> {
  opened ??= openLinkSigner(library()).catch((error: unknown) => {
    // A store that did not answer once may answer the next time.
    opened = null;
    throw error;
  });
  return opened;
}
