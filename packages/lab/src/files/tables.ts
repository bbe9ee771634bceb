import type { DataSet, TableInputs } from '../data/data-set.ts';
import { tableDataSet } from '../data/table-data-set.ts';
import { readWanted, type WantedFile } from './data-folder.ts';
import { readCsv } from './read-csv.ts';

interface Table {
  readonly train: WantedFile;
  readonly test?: WantedFile;
  readonly label: string;
  /** Where the file itself has none. */
  readonly header?: readonly string[];
  readonly leaveOut?: readonly string[];
  /** Where the files differ from what everybody calls CSV. */
  readonly mend?: (text: string) => string;
  readonly licence: string;
  readonly origin: string;
}

const wine = [
  'fixed acidity',
  'volatile acidity',
  'citric acid',
  'residual sugar',
  'chlorides',
  'free sulfur dioxide',
  'total sulfur dioxide',
  'density',
  'pH',
  'sulphates',
  'alcohol',
  'quality',
];

const uci = 'UCI Machine Learning Repository';
const unstated = 'none stated with the file';

/** Tables that are read from the laboratory's folder, by name. */
export const tables: Readonly<Record<string, Table>> = {
  adult: {
    train: {
      path: 'tabular/adult-train.csv.gz',
      sha256: 'e29e12b33da045e7dfb0951e9be69b69116ef563e0f31b55044f0f516c9de5b8',
    },
    test: {
      path: 'tabular/adult-test.csv.gz',
      sha256: 'dd3c1868d9d615ffac94339edf9e63271ea2ed8b5d6a356f8ffb1c5ce5518767',
    },
    label: 'income',
    header: [
      'age',
      'workclass',
      'fnlwgt',
      'education',
      'education-num',
      'marital-status',
      'occupation',
      'relationship',
      'race',
      'sex',
      'capital-gain',
      'capital-loss',
      'hours-per-week',
      'native-country',
      'income',
    ],
    // Its rows to test with have a line of remarks before them, and a full stop behind each label.
    mend: (text) => text.replace(/^\|.*\n/, '').replaceAll(/\.(?=\r?$)/gm, ''),
    licence: unstated,
    origin: `Adult (Kohavi and Becker), ${uci}`,
  },
  'california-housing': {
    train: {
      path: 'tabular/california_housing.csv.gz',
      sha256: '3ba9842cc7d15a2011380d6507e0be8451227ee5dfcf54bce2865f7da69bb5af',
    },
    label: 'median_house_value',
    licence: unstated,
    origin: 'California Housing (Pace and Barry, 1997), with ocean proximity',
  },
  titanic: {
    train: {
      path: 'tabular/titanic.csv.gz',
      sha256: 'a881c2ad0e85a746a5d7fdb52dcf6b3591cecd8e439456ec9f297c430f1c5b14',
    },
    label: 'survived',
    // `alive` says the same in a word.
    leaveOut: ['alive'],
    licence: unstated,
    origin: 'passengers of the Titanic',
  },
  phoneme: {
    train: {
      path: 'tabular/phoneme.csv.gz',
      sha256: 'e1dc80d409e0fca7ad98e91db79a7de5fd8012f11cedeb40f8eb975ad809db8f',
    },
    label: 'nasal-oral',
    header: ['harmonic1', 'harmonic2', 'harmonic3', 'harmonic4', 'harmonic5', 'nasal-oral'],
    licence: unstated,
    origin: 'Phoneme (ELENA project)',
  },
  'wine-red': {
    train: {
      path: 'tabular/winequality-red.csv.gz',
      sha256: '9a4447ac4842b1f5d7e856c1638741d731d551f8ef466566131fe0baf264e21d',
    },
    label: 'quality',
    header: wine,
    licence: unstated,
    origin: `Wine Quality (Cortez et al., 2009), ${uci}`,
  },
  'wine-white': {
    train: {
      path: 'tabular/winequality-white.csv.gz',
      sha256: '3c203332a4f870a6d7e013813ae3fdfa4193ac0a7c4fe9c493efb0d656984300',
    },
    label: 'quality',
    header: wine,
    licence: unstated,
    origin: `Wine Quality (Cortez et al., 2009), ${uci}`,
  },
  abalone: {
    train: {
      path: 'tabular/abalone.csv.gz',
      sha256: '1d1b306db14f5979ae979d7317a47c2f2cd1131ee89cd5da288d9f3e8e2920ee',
    },
    label: 'rings',
    header: ['sex', 'length', 'diameter', 'height', 'whole', 'shucked', 'viscera', 'shell', 'rings'],
    licence: unstated,
    origin: `Abalone (Nash et al., 1994), ${uci}`,
  },
  diamonds: {
    train: {
      path: 'tabular/diamonds.csv.gz',
      sha256: '7f4ac256a2fafd3abf1cb42c68fe12bcabd193778fc233e96c3c09e59cf83e2b',
    },
    label: 'price',
    licence: unstated,
    origin: 'Diamonds (Wickham, ggplot2)',
  },
  ionosphere: {
    train: {
      path: 'tabular/ionosphere.csv.gz',
      sha256: 'ad197a514a71560ad7c78a6ae798af7736df33632c344e2c111342324bc1d781',
    },
    label: 'return',
    header: [...Array.from({ length: 34 }, (_, i) => `pulse${i + 1}`), 'return'],
    licence: unstated,
    origin: `Ionosphere (Sigillito et al., 1989), ${uci}`,
  },
};

/** Reads one of them; where it has no rows to test with, a fifth is held out, always the same. */
export async function readTable(name: string, folder: string): Promise<DataSet<TableInputs>> {
  const known = tables[name];
  if (known === undefined) throw new RangeError(`There is no table ${name}.`);
  const wanted = [known.train, ...(known.test === undefined ? [] : [known.test])];
  const { files, checksum } = await readWanted(name, wanted, folder);
  const [train, test] = wanted.map(({ path }) => {
    const text = new TextDecoder().decode(files.get(path));
    return readCsv(known.mend?.(text) ?? text, {
      name: path,
      delimiter: ',',
      ...(known.header === undefined ? {} : { header: known.header }),
    });
  });
  if (train === undefined) throw new RangeError(`${name} has no file to learn from.`);
  return tableDataSet(train.table, {
    name,
    licence: known.licence,
    origin: known.origin,
    checksum,
    label: known.label,
    ...(known.leaveOut === undefined ? {} : { leaveOut: known.leaveOut }),
    ...(test === undefined ? {} : { test: test.table }),
    faults: [...train.faults, ...(test?.faults ?? [])],
  });
}
