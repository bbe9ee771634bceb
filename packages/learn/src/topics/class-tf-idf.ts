/**
 * How telling terms are of classes: c-TF-IDF, tf · log(1 + A / f) (Grootendorst, 2022, "BERTopic"), tf being how often
 * a term is in the class, f how often in all classes, and A the mean number of terms of a class. The logarithm is natural.
 * @param counts of each class: how often it has each of its terms
 * @returns of each class the weight of each of its terms, at least 0
 */
export function classTfIdf(counts: readonly ReadonlyMap<string, number>[]): Map<string, number>[] {
  const everywhere = new Map<string, number>();
  let all = 0;
  for (const ofClass of counts)
    for (const [term, count] of ofClass) {
      everywhere.set(term, (everywhere.get(term) ?? 0) + count);
      all += count;
    }
  const mean = all / Math.max(1, counts.length);
  return counts.map(
    (ofClass) =>
      new Map(
        Array.from(ofClass, ([term, count]) => [
          term,
          count * Math.log(1 + mean / (everywhere.get(term) ?? count)),
        ]),
      ),
  );
}
