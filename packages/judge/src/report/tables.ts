import type { InterestStudy } from '../interests/interest-study.ts';
import { mean } from '../measures/bootstrap.ts';
import { searchSystems } from '../search/judge-search.ts';
import { searchMeasures } from '../search/measure-rankings.ts';
import { facets } from '../similar/read-csfcube.ts';
import { similarMeasures } from '../similar/judge-similar.ts';
import type { SuiteRecord } from '../suite/record.ts';
import { judgedSets } from '../suite/sets.ts';
import { figure, signed, signedInterval, withInterval } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

type Records = readonly SuiteRecord[];
type OfKind<Kind extends SuiteRecord['kind']> = Extract<SuiteRecord, { kind: Kind }>;

function ofKind<Kind extends SuiteRecord['kind']>(records: Records, kind: Kind): OfKind<Kind>[] {
  return records.filter((record): record is OfKind<Kind> => record.kind === kind);
}

const nothing = 'Not measured yet: `npm run eval`.';

/** nDCG@10 of every system on every search set, and the means by role. */
export function searchOverview(records: Records): string {
  const found = ofKind(records, 'search');
  if (found.length === 0) return nothing;
  const value = (record: OfKind<'search'>, system: string) =>
    record.judged.systems.find(({ name }) => name === system)?.measures['nDCG@10'].mean ?? NaN;
  const systems = searchSystems.filter((name) =>
    found.some((record) => Number.isFinite(value(record, name))),
  );
  const difference = (record: OfKind<'search'>) =>
    record.judged.differences.find(({ of, to }) => of === 'hybrid' && to === 'BM25')?.measures['nDCG@10'];
  const sets = judgedSets.flatMap((set) => {
    const record = found.find((one) => one.set === set.name);
    return record === undefined ? [] : [{ ...set, record }];
  });
  const rows = sets.map(({ title, role, record }) => {
    const gain = difference(record);
    return [
      `${title}, for ${role} (${record.judged.queries} queries)`,
      ...systems.map((name) => figure(value(record, name))),
      gain === undefined ? '–' : signedInterval(gain),
    ];
  });
  const means = (['choosing', 'reporting'] as const).flatMap((role) => {
    const some = sets.filter((set) => set.role === role).map(({ record }) => record);
    if (some.length < 2) return [];
    const gain = mean(some.map((record) => difference(record)?.mean ?? NaN));
    return [
      [
        `**mean, for ${role}**`,
        ...systems.map((name) => `**${figure(mean(some.map((record) => value(record, name))))}**`),
        Number.isFinite(gain) ? `**${signed(gain)}**` : '–',
      ],
    ];
  });
  return markdownTable(['nDCG@10', ...systems, 'hybrid − BM25'], [...rows, ...means]);
}

/** All measures of one search set. */
export function searchTable(records: Records, set: string): string {
  const record = ofKind(records, 'search').find((one) => one.set === set);
  if (record === undefined) return nothing;
  const { systems, differences } = record.judged;
  return markdownTable(
    ['', ...searchMeasures],
    [
      ...systems.map(({ name, measures }) => [
        name,
        ...searchMeasures.map((key) => withInterval(measures[key])),
      ]),
      ...differences.map(({ of, to, measures }) => [
        `${of} − ${to}`,
        ...searchMeasures.map((key) => signedInterval(measures[key])),
      ]),
    ],
  );
}

/** What others found on CSFCube by the same measure: theirs, not measured here. */
const published: readonly (readonly [string, number])[] = [
  ['others: SPECTER', 0.533],
  ['others: BM25', 0.559],
  ['others: BM25 and SPECTER, fused', 0.588],
  ['others: Aspire, about', 0.6],
];

/** Similar papers on CSFCube, with what others published. */
export function similarTable(records: Records): string {
  const [record] = ofKind(records, 'similar');
  if (record === undefined) return nothing;
  const { systems, differences } = record.judged;
  return markdownTable(
    ['', ...similarMeasures, 'NDCG%20 − BM25', ...facets],
    [
      ...systems.map(({ name, measures, facets: of }) => {
        const gain = differences.find((one) => one.of === name);
        return [
          name,
          withInterval(measures['NDCG%20']),
          figure(measures.MAP.mean),
          figure(measures['R-precision'].mean),
          gain === undefined ? '' : signedInterval(gain.difference),
          ...facets.map((facet) => figure(of[facet])),
        ];
      }),
      ...published.map(([name, value]) => [`_${name}_`, figure(value), '', '', '', ...facets.map(() => '')]),
    ],
  );
}

/** Recommendations on CiteULike-t. */
export function recommendTable(records: Records): string {
  const [record] = ofKind(records, 'recommend');
  if (record === undefined) return nothing;
  const { judged, all } = record;
  return markdownTable(
    ['recall@100', 'knows', `${judged.readers} readers`, `all ${all.readers.toLocaleString('en')}`],
    judged.systems.map(({ name, knows, recall }) => {
      const whole = all.systems.find((one) => one.name === name);
      return [name, knows, withInterval(recall), whole === undefined ? '' : withInterval(whole.recall)];
    }),
  );
}

/** Which encoder each set was judged with, and by which seed. */
export function encoderList(records: Records): string {
  const lines = judgedSets.flatMap(({ name, title }) => {
    const record = records.find(({ set }) => set === name);
    if (record === undefined) return [];
    const { encoder, seed } = record.judged;
    const which =
      encoder === null ? 'no encoder' : `${encoder.name} (\`${encoder.fingerprint.slice(0, 12)}\`)`;
    return [`- ${title}: ${which}, seed ${seed}`];
  });
  return lines.length === 0 ? nothing : lines.join('\n');
}

/** What was to be reached, and whether it was. */
export function goalTable(records: Records, interests: InterestStudy | null = null): string {
  const gains = ofKind(records, 'search').flatMap(({ set, judged }) => {
    const reported = judgedSets.some(({ name, role }) => name === set && role === 'reporting');
    const gain = judged.differences.find(({ of, to }) => of === 'hybrid' && to === 'BM25');
    return reported && gain !== undefined ? [gain.measures['nDCG@10'].mean] : [];
  });
  const [similar] = ofKind(records, 'similar');
  const [recommend] = ofKind(records, 'recommend');
  const pool = similar?.judged.systems.find(({ name }) => name === similarInUse);
  const content = recommend?.judged.systems.find(({ name }) => name === 'fusion');
  // The six hundred readers of the figures that were given to compare with.
  const byInterests = (name: string) => interests?.systems.find((one) => one.name === name)?.ofFew.mean;
  const row = (goal: string, value: number, text: string, met: boolean) => [
    goal,
    Number.isFinite(value) ? text : 'not measured yet',
    Number.isFinite(value) ? (met ? 'yes' : '**no**') : '',
  ];
  const gain = gains.length === 0 ? NaN : mean(gains);
  const least = gains.length === 0 ? NaN : Math.min(...gains);
  const ndcg20 =
    similar === undefined || similar.judged.encoder === null ? NaN : (pool?.measures['NDCG%20'].mean ?? NaN);
  const averages =
    recommend === undefined || recommend.judged.encoder === null ? NaN : (content?.recall.mean ?? NaN);
  const recall = byInterests('interest') ?? averages;
  const withOthers = byInterests('interest, citations and other readers') ?? NaN;
  return markdownTable(
    ['to reach', 'found', 'reached'],
    [
      row(
        'hybrid above BM25 by .030 nDCG@10, mean of the sets for reporting',
        gain,
        signed(gain),
        gain >= 0.03,
      ),
      row('and on none of them below it by more than .005', least, signed(least), least >= -0.005),
      row('CSFCube above .600 NDCG%20', ndcg20, `${figure(ndcg20)} (${similarInUse})`, ndcg20 > 0.6),
      row('CiteULike-t above .270 recall@100, by texts', recall, figure(recall), recall > 0.27),
      ...(interests === null
        ? []
        : [
            row(
              'the same by texts, citations and other readers',
              withOthers,
              figure(withOthers),
              withOthers > 0.27,
            ),
          ]),
    ],
  );
}

/** Which system stands for similar papers, named before it was measured. */
const similarInUse = 'fusion of all four';
