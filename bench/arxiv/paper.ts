import { seededRandom } from './seeded-random.ts';
import { textWord, titleWord } from './vocabulary.ts';

/** What a record of arXivRaw says, as it says it: TeX accents, hard line breaks, one line of authors. */
export interface SyntheticPaper {
  id: string;
  datestamp: string;
  versions: { number: number; date: Date; size: string }[];
  title: string;
  authors: string;
  categories: string;
  comments: string | null;
  journalRef: string | null;
  doi: string | null;
  license: string;
  abstract: string;
}

const day = 86_400_000;

/** Makes the record of a number, the same whenever it is asked for. */
export function makePaper(
  number: number,
  given: { id: string; datestamp: string; submitted: string; until: string },
): SyntheticPaper {
  const random = seededRandom(Math.imul(number + 1, 0x9e3779b1));
  const { id, datestamp } = given;
  const coined = coin(random);
  return {
    id,
    datestamp,
    versions: versionsOf(given, random),
    title: titleOf(random, coined),
    authors: authorsOf(random),
    categories: categoriesOf(random),
    comments: random() < 0.6 ? `${whole(random, 4, 60)} pages, ${whole(random, 1, 20)} figures` : null,
    journalRef:
      random() < 0.2 ? `J. Synth. Res. ${whole(random, 1, 90)} (20${id.slice(0, 2)}) ${number}` : null,
    doi: random() < 0.3 ? `10.5555/synthetic.${id}` : null,
    license: pick(random, licenses),
    abstract: abstractOf(random, coined),
  };
}

/** A third have been revised, few of them often. None of it later than `until`. */
function versionsOf({ submitted, until }: { submitted: string; until: string }, random: () => number) {
  const count = random() < 0.65 ? 1 : 1 + Math.ceil(random() ** 3 * 6);
  const end = Date.parse(until) + day;
  let at = Date.parse(submitted) + Math.floor(random() * 86_400) * 1000;
  const versions = [];
  for (let version = 1; version <= count && at < end; version++) {
    versions.push({ number: version, date: new Date(at), size: `${whole(random, 12, 9000)}kb` });
    at += Math.ceil(random() * 120 * 86_400) * 1000;
  }
  return versions;
}

/** About 75 characters. */
function titleOf(random: () => number, coined: string): string {
  const length = 40 + random() * 45;
  const parts: string[] = [];
  for (let size = 0; size < length; size += (parts.at(-1)?.length ?? 0) + 1) {
    if (parts.length > 1 && random() < 0.25)
      parts.push(pick(random, ['of', 'for', 'in', 'with', 'and', 'via']));
    parts.push(random() < 0.02 ? formula(random) : titleWord(random));
  }
  return random() < 0.3 ? `${coined}: ${capital(parts.join(' '))}` : capital(parts.join(' '));
}

/** 900 to 1,600 characters, in lines of about 80 as arXiv sends them. */
function abstractOf(random: () => number, coined: string): string {
  const length = 900 + random() * 650;
  let text = '';
  for (let line = 0; text.length < length;) {
    const sentence = sentenceOf(random, coined);
    for (const word of sentence) {
      const breaks = line + word.length > 80;
      text += (text === '' ? '' : breaks ? '\n' : ' ') + word;
      line = breaks ? word.length : line + word.length + 1;
      if (text.length >= length) break;
    }
  }
  return `${text.replace(/[.,]$/, '')}.`;
}

function sentenceOf(random: () => number, coined: string): string[] {
  const count = whole(random, 12, 28);
  const sentence = Array.from({ length: count }, () => {
    const chance = random();
    if (chance < 0.02) return formula(random);
    if (chance < 0.035) return coined;
    if (chance < 0.042) return pick(random, named);
    return chance < 0.08 ? `${textWord(random)},` : textWord(random);
  });
  return sentence.map((word, at) =>
    at === 0 ? capital(word) : at === count - 1 ? `${word.replace(/,$/, '')}.` : word,
  );
}

/** What the paper calls its method, and hardly any other: new words never end, with a million papers either. */
function coin(random: () => number): string {
  const letters = Array.from({ length: whole(random, 3, 5) }, () =>
    String.fromCharCode(whole(random, 65, 90)),
  );
  return letters.join('') + pick(random, ['', 'Net', 'former', 'Bench', '-2', 'Flow']);
}

function formula(random: () => number): string {
  const n = whole(random, 2, 12);
  return pick(random, [
    `$O(n^{${n}} \\log n)$`,
    `$\\mathcal{L}_{${n}}$`,
    `$\\alpha = ${n / 10}$`,
    `$p < 0.0${n}$`,
    `$SU(${n})$`,
    `$\\mathbb{R}^{${n}}$`,
    `$\\sim ${n}\\%$`,
    `$x_{i}^{${n}} \\to \\infty$`,
  ]);
}

/** Names that abstracts are full of, with the accents of TeX. */
const named = [
  'Schr\\"odinger',
  "Poincar\\'e",
  'Erd\\H{o}s',
  'K\\"ahler',
  "R\\'enyi",
  'Szeg\\H{o}',
  "H\\'enon",
  'AT&T',
];

/** 1 to 12, most of them two to five: `Ada B. Lovelace, Ren\'e Moreau and Li Tarasuna`. */
function authorsOf(random: () => number): string {
  const names = Array.from({ length: 1 + Math.floor(random() ** 1.7 * 12) }, () => nameOf(random));
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function nameOf(random: () => number): string {
  const initial = random() < 0.3 ? `${pick(random, initials)}. ` : '';
  const family =
    random() < 0.3
      ? pick(random, families)
      : capital(pick(random, beginnings) + pick(random, middles) + pick(random, ends));
  return `${pick(random, givens)} ${initial}${family}`;
}

const initials = [...'ABCDEFGHJKLMNPRSTVW'];
const givens =
  `Ada Alan Alice Ana Anna Chen Chloe Claire Daniel David Elena Emma Fatima Feng Grace Hans Hiroshi Hui Igor
  Ines Ivan James Jan Jing Jos\\'e Jun Jos\\'ephine J\\"urgen Kofi Lena Li Lin Luca Maria Marek Mei Min Mohamed Nadia
  Noor Olga Omar Paul Pedro Priya Qi Ren\\'e Rosa Ruth Sara Sofia S\\o{}ren Tao Thomas Uma Viktor Wei Xin Yan Yuki Zo\\"e`.split(
    /\s+/,
  );
const families =
  `Bj\\"ork Dvo\\v{r}\\'ak Fran\\c{c}ois Garc\\'ia Gonz\\'alez Haas Hern\\'andez Ivanov Johansson Kim
  Kov\\'acs Kumar Lee Liu Lovelace M\\"uller Nguyen Novak Okafor Oliveira Park Patel P\\'erez Rossi Sato Schmidt Silva
  Singh Smith Tanaka Wang \\v{S}imek Zhang Zhou`.split(/\s+/);
const beginnings =
  'ba be bi bo da de di do fa fe ga go ha he ka ke ko la le li ma me mi mo na ne ra re sa ta'.split(' ');
const middles =
  'ban bel cha dar den fin gor hal jan kar lan lo mar min nor par ra ri ro sa shi ta tel va ver vi'.split(
    ' ',
  );
const ends = 'di du ev han i in ing ka ko la li man mann no o off ova son sen ski ti va wa yan'.split(' ');

/** 1 to 4, the first of which is primary; the larger ones come up more often. */
function categoriesOf(random: () => number): string {
  const count = 1 + Math.floor(random() ** 2 * 4);
  const chosen = new Set<string>();
  while (chosen.size < count)
    chosen.add(categories[Math.floor(random() ** 2 * categories.length)] ?? 'cs.LG');
  return [...chosen].join(' ');
}

const categories =
  `cs.LG cs.CV cs.CL cs.AI stat.ML quant-ph hep-ph hep-th astro-ph.GA cond-mat.mtrl-sci math.AP gr-qc
  cs.RO astro-ph.CO math.CO cond-mat.mes-hall math.PR cs.IT math.NT math.AG cs.CR eess.SP eess.IV physics.optics
  astro-ph.HE cs.IR math.OC cs.DS cond-mat.str-el cs.SE math.DG hep-ex math.NA nucl-th cs.HC q-bio.QM physics.flu-dyn
  stat.ME cs.NE cs.SD eess.AS q-fin.ST econ.EM nlin.CD`.split(/\s+/);

const licenses = [
  'http://arxiv.org/licenses/nonexclusive-distrib/1.0/',
  'http://creativecommons.org/licenses/by/4.0/',
  'http://creativecommons.org/licenses/by-nc-sa/4.0/',
];

function pick(random: () => number, list: readonly string[]): string {
  return list[Math.floor(random() * list.length)] ?? '';
}

function whole(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
