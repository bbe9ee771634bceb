/**
 * A folded English word without its regular plural ending: `llms` is `llm`, `studies` is `study`, `losses` is `loss`. Less than a
 * stemmer, for whom a transformer is a transform: what is hidden must be what was meant.
 */
export function singularForm(word: string): string {
  if (word.length < 4) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return /[^siu]s$/.test(word) ? word.slice(0, -1) : word;
}
