/** What a sign does in a formula, as far as the space around it goes (The TeXbook, chapter 18). */
export type SignKind = 'ordinary' | 'operator' | 'binary' | 'relation' | 'open' | 'close' | 'punctuation';

const known = new Map<string, SignKind>();
for (const [kind, signs] of [
  ['open', '([{⟨⌊⌈⟦⟮⎰'],
  ['close', ')]}⟩⌋⌉⟧⟯⎱'],
  ['punctuation', ',;:'],
  ['binary', '+−-±∓×÷∗*⋅·∘∙∩∪∧∨⊕⊖⊗⊘⊙∖⊔⊓⊎⋆⋄◯†‡≀⨿⊞⊟⊠⊡⋉⋊⊲⊳▹◃△▽'],
  ['operator', '∑∏∐∫∬∭∮∯⋃⋂⨁⨂⨀⋁⋀⨆⨄'],
  ['relation', '=<>:=∈∉∋∝∼≃≅≈≍≜≔≕∣∥⊢⊣⊥⊨⋈⪯⪰⩽⩾⪅⪆⌢⌣'],
  ['ordinary', '∞∂∇∀∃∄∅∠…⋯⋮⋱′!?/|‖√∁⊤ℓ'],
] as const)
  for (const sign of signs) if (!known.has(sign)) known.set(sign, kind);

/** Arrows, and what Unicode's block of mathematical operators has beside the signs above: comparisons. */
const relations =
  /^[\u2190-\u21FF\u2248-\u228B\u228F-\u2292\u22A2-\u22BD\u22D0-\u22ED\u27F0-\u27FF\u2900-\u297F\u2A7D-\u2ABF]/;

export function signKind(sign: string): SignKind {
  return known.get(sign) ?? (relations.test(sign) ? 'relation' : 'ordinary');
}
