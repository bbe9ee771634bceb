/** The rows alone, for those who only want to name them: nothing that learns is loaded. */
export { families, type Family, type Modality, type Row, type RowKind } from './row.ts';
export { findRow, rows } from './rows.ts';
