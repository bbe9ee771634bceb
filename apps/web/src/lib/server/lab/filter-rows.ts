import {
  families,
  rows,
  stateOf,
  type Family,
  type Modality,
  type Row,
  type RowState,
} from '@broadsheet/lab';
import { blockWord, modalityWords, stateWords } from '../../lab/row-words.ts';

/** What a reader asks of the map; what is null is not asked for. */
export interface RowFilter {
  readonly family: Family | null;
  readonly modality: Modality | null;
  readonly block: string | null;
  readonly state: RowState | null;
}

export interface RowWithState {
  readonly row: Row;
  readonly state: RowState;
}

/** Values that can be chosen in a filter, with how many rows of the whole map have each. */
export type Choices = Record<keyof RowFilter, { value: string; label: string; count: number }[]>;

const blocks = [...new Set(rows.flatMap((row) => row.blocks))].sort((a, b) =>
  blockWord(a).localeCompare(blockWord(b), 'en', { sensitivity: 'base' }),
);

/** Reads a filter from an address. What is no value of a field counts as not asked for. */
export function readRowFilter(query: URLSearchParams): RowFilter {
  const one = <T extends string>(name: keyof RowFilter, known: readonly T[]): T | null =>
    known.find((value) => value === query.get(name)) ?? null;
  return {
    family: one('family', Object.keys(families) as Family[]),
    modality: one('modality', Object.keys(modalityWords) as Modality[]),
    block: one('block', blocks),
    state: one('state', Object.keys(stateWords) as RowState[]),
  };
}

export function allRows(): RowWithState[] {
  return rows.map((row) => ({ row, state: stateOf(row) }));
}

export function filterRows(all: readonly RowWithState[], filter: RowFilter): RowWithState[] {
  return all.filter(
    ({ row, state }) =>
      (filter.family === null || row.family === filter.family) &&
      (filter.modality === null || row.modalities.includes(filter.modality)) &&
      (filter.block === null || row.blocks.includes(filter.block)) &&
      (filter.state === null || state === filter.state),
  );
}

export function choicesOf(all: readonly RowWithState[]): Choices {
  const counted = <T extends string>(
    values: readonly T[],
    label: (value: T) => string,
    has: (one: RowWithState, value: T) => boolean,
  ) =>
    values.map((value) => ({
      value,
      label: label(value),
      count: all.filter((one) => has(one, value)).length,
    }));
  return {
    family: counted(
      Object.keys(families) as Family[],
      (value) => families[value],
      ({ row }, value) => row.family === value,
    ),
    modality: counted(
      Object.keys(modalityWords) as Modality[],
      (value) => modalityWords[value],
      ({ row }, value) => row.modalities.includes(value),
    ),
    block: counted(blocks, blockWord, ({ row }, value) => row.blocks.includes(value)),
    state: counted(
      Object.keys(stateWords) as RowState[],
      (value) => stateWords[value].word,
      ({ state }, value) => state === value,
    ),
  };
}
