export { families, type Family, type Modality, type Row, type RowKind } from './rows/row.ts';
export { findRow, rows } from './rows/rows.ts';
export { stateOf, type RowState } from './rows/state-of.ts';
