import { preprintServer } from '../biorxiv/preprint-server.ts';

/** Preprints of the health sciences, by the same service as bioRxiv's. Source: https://api.biorxiv.org */
export const medrxiv = preprintServer('medrxiv', {
  title: 'medRxiv',
  about: 'Every preprint of the health sciences that medRxiv posts, with its later versions.',
});
