import { LibraryState, Note, readTagList, type LibraryChange } from '@broadsheet/people';
import { readField } from '../mail/plan-form.ts';

/** What was typed into the form about one paper, and what is wrong with it. */
export interface EntryForm {
  values: { state: string; tags: string; note: string };
  troubles: { tags?: string; note?: string };
  /** What stands to be changed: what is right of it, where something is wrong. */
  change: LibraryChange;
}

/** Reads the form about one paper: state, tags with commas between them, note. */
export function readEntryForm(form: FormData): EntryForm {
  const values = {
    state: readField(form, 'state') ?? '',
    tags: readField(form, 'tags') ?? '',
    note: readField(form, 'note') ?? '',
  };
  const state = LibraryState.safeParse(values.state).data;
  const { tags, trouble } = readTagList(values.tags);
  const note = Note.safeParse(values.note);
  return {
    values,
    troubles: {
      ...(trouble === null ? {} : { tags: trouble }),
      ...(note.success ? {} : { note: note.error.issues[0]?.message ?? 'This is no note.' }),
    },
    change: {
      ...(state === undefined ? {} : { state }),
      ...(trouble === null ? { tags } : {}),
      ...(note.success ? { note: note.data } : {}),
    },
  };
}
