/** Searching many vectors that are kept as int8 codes; needs no `start()`. */
export { CodeMatrix, type NearestRows } from './code-matrix.ts';
