import type { InterestStudy } from '../interests/interest-study.ts';
import { figure, signedInterval, withInterval } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

const nothing = 'Not measured yet: `npm run eval -- --interests`.';

/** One interest of each reader, beside averages, on readers by whom nothing was chosen. */
export function interestTable(study: InterestStudy | null): string {
  if (study === null) return nothing;
  const number = study.reporting.toLocaleString('en');
  const { encoder, seed } = study;
  const table = markdownTable(
    ['recall@100', 'knows', `${study.few} readers`, `${number} readers`, '`interest` finds more'],
    study.systems.map(({ name, knows, ofFew, recall, less }, at) => [
      name,
      knows,
      withInterval(ofFew),
      withInterval(recall),
      at === 0 ? '' : signedInterval(less),
    ]),
  );
  return `${table}\n\nEncoder: ${encoder.name} (\`${encoder.fingerprint.slice(0, 12)}\`), seed ${seed}.`;
}

/** What settings came to on the readers for choosing. */
export function interestSettingsTable(study: InterestStudy | null): string {
  if (study === null) return nothing;
  return markdownTable(
    ['words', 'restraint', 'doubt', 'recall@100'],
    study.settings.map(({ settings: { words, restraint, doubt }, recall }) => [
      ...[words, restraint, doubt].map(String),
      figure(recall),
    ]),
  );
}

/** Readers with several interests, served by one average and by interests apart. */
export function severalInterestsTable(study: InterestStudy | null): string {
  if (study === null) return nothing;
  return markdownTable(
    ['recall@100', 'mean of interests', 'gain', 'served least', 'gain'],
    study.mixing.map(({ name, all, least, gain }, at) => [
      name,
      withInterval(all),
      at === 0 ? '' : signedInterval(gain.all),
      withInterval(least),
      at === 0 ? '' : signedInterval(gain.least),
    ]),
  );
}
