/**
 * Outlines of marks around (0, 0), about 12 units wide: topics differ by them as well as by colour, and by their numbers. The
 * last two are drawn hollow.
 */
export const marks: readonly string[] = [
  'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z',
  'M-4.6-4.6h9.2v9.2h-9.2z',
  'M0-6l5.8 10h-11.6z',
  'M0-6.4l6.4 6.4l-6.4 6.4l-6.4-6.4z',
  'M0 6l5.8-10h-11.6z',
  'M-1.9-6h3.8v4.1h4.1v3.8h-4.1v4.1h-3.8v-4.1h-4.1v-3.8h4.1z',
  'M-6-3.2l2.8-2.8l3.2 3.2l3.2-3.2l2.8 2.8l-3.2 3.2l3.2 3.2l-2.8 2.8l-3.2-3.2l-3.2 3.2l-2.8-2.8l3.2-3.2z',
  'M0-6.6l1.7 4.5l4.8.2l-3.8 3l1.3 4.7l-4-2.7l-4 2.7l1.3-4.7l-3.8-3l4.8-.2z',
  'M-3-5.4h6l3 5.4l-3 5.4h-6l-3-5.4z',
  'M-6-2.4h12v4.8h-12z',
  'M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z',
  'M-4.2-4.2h8.4v8.4h-8.4z',
];
