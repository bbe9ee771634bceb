import { preprintServer } from '../biorxiv/preprint-server.ts';

/** Preprints of the life sciences. Source: https://api.biorxiv.org */
export const biorxiv = preprintServer('biorxiv', {
  title: 'bioRxiv',
  about: 'Every preprint of the life sciences that bioRxiv posts, with its later versions.',
});
