/** A copy in random order, every order as likely as the others (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [copy[last], copy[at]] = [copy[at] as Item, copy[last] as Item];
  }
  return copy;
}
