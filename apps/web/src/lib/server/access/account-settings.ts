import { readAccountSettings } from '@broadsheet/people';

/** Who may come in and by what, as the environment says it: read once, so that a mistake stops the start. */
export const accountSettings = readAccountSettings(process.env);
