const vowel = '[aeiouy]';
const exceptions: Record<string, string> = {
  skis: 'ski',
  skies: 'sky',
  idly: 'idl',
  gently: 'gentl',
  ugly: 'ugli',
  early: 'earli',
  only: 'onli',
  singly: 'singl',
  sky: 'sky',
  news: 'news',
  howe: 'howe',
  atlas: 'atlas',
  cosmos: 'cosmos',
  bias: 'bias',
  andes: 'andes',
};
const invariant = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
]);
const step2: [string, string][] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];
const step3: [string, string][] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const step4 = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'ion',
  'al',
  'er',
  'ic',
];
const doubled = /(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;

/**
 * The stem of an English word in lower case, by Porter2 (M. Porter, "The English (Porter2) stemming algorithm",
 * snowballstem.org): the same idea that PostgreSQL's `english` configuration uses, so that highlights show what the
 * index matched. Words with other than Latin letters come back as they are.
 */
export function stem(input: string): string {
  if (input.length < 3 || input.length > 60 || !/^[a-z']+$/.test(input)) return input;
  const known = Object.hasOwn(exceptions, input) ? exceptions[input] : undefined;
  if (known !== undefined) return known;
  let word = input
    .replace(/^'/, '')
    .replace(/^y/, 'Y')
    .replace(/([aeiouy])y/g, '$1Y');
  const r1 = regionAfter(word, /^(?:gener|commun|arsen)/.exec(word)?.[0].length ?? firstRegion(word, 0));
  const r2 = regionAfter(word, firstRegion(word, r1));
  word = word.replace(/'s'$|'s$|'$/, '');
  word = step1a(word);
  if (invariant.has(word)) return word.toLowerCase();
  word = step1b(word, r1);
  word = word.length > 2 ? word.replace(/([^aeiouy])[yY]$/, '$1i') : word;
  word = replaceSuffix(word, step2, r1, (suffix, base) => {
    if (suffix === 'ogi') return base.endsWith('l');
    return suffix !== 'li' || /[cdeghkmnrt]$/.test(base);
  });
  word = replaceSuffix(word, step3, r1, (suffix, base) => suffix !== 'ative' || base.length >= r2);
  const last = step4.find((suffix) => word.endsWith(suffix));
  if (last !== undefined) {
    const base = word.slice(0, -last.length);
    if (base.length >= r2 && (last !== 'ion' || /[st]$/.test(base))) word = base;
  }
  const base = word.slice(0, -1);
  if (word.endsWith('e') && (base.length >= r2 || (base.length >= r1 && !endsShort(base)))) word = base;
  else if (word.endsWith('ll') && base.length >= r2) word = base;
  return word.toLowerCase();
}

/** Where the part begins that lies behind the first consonant after a vowel. */
function firstRegion(word: string, from: number): number {
  const match = /[aeiouy][^aeiouy]/.exec(word.slice(from));
  return match === null ? word.length : from + match.index + 2;
}

function regionAfter(word: string, position: number): number {
  return Math.min(position, word.length);
}

function endsShort(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word);
}

function step1a(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/(ied|ies)$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (/(us|ss)$/.test(word)) return word;
  return word.endsWith('s') && new RegExp(`${vowel}.+s$`).test(word) ? word.slice(0, -1) : word;
}

function step1b(word: string, r1: number): string {
  const eed = /(eedly|eed)$/.exec(word)?.[0];
  if (eed !== undefined) return word.length - eed.length >= r1 ? `${word.slice(0, -eed.length)}ee` : word;
  const suffix = /(ingly|edly|ing|ed)$/.exec(word)?.[0];
  if (suffix === undefined) return word;
  const base = word.slice(0, -suffix.length);
  if (!/[aeiouy]/.test(base)) return word;
  if (/(at|bl|iz)$/.test(base)) return `${base}e`;
  // `add`, `egg` and `off` keep their double letter.
  if (doubled.test(base)) return /^[aeo]..$/.test(base) ? base : base.slice(0, -1);
  return r1 >= base.length && endsShort(base) ? `${base}e` : base;
}

function replaceSuffix(
  word: string,
  rules: readonly [string, string][],
  region: number,
  allowed: (suffix: string, base: string) => boolean,
): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const base = word.slice(0, -rule[0].length);
  return base.length >= region && allowed(rule[0], base) ? base + rule[1] : word;
}
